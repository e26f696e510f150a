// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/request_reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::http {

// The deadline cancels the read but leaves the stream usable: a client that is too slow still gets its 408.
RequestReader::RequestReader(net::DeadlineWheel& wheel, const ServerLimits& limits, HeadMemo& memo)
    : m_wheel(wheel)
    , m_limits(limits)
    , m_parser(Parser::Kind::Request, limits.message, &memo)
    , m_deadline(
          [](void* owner) noexcept {
              auto& self = *static_cast<RequestReader*>(owner);
              self.m_expired = true;
              net::error_code ignored;
              self.m_stream->socket().cancel(ignored);
          },
          this)
{
}

void RequestReader::attach(net::Stream& stream)
{
    m_stream = &stream;
    m_filled = m_consumed = 0;
    m_expired = m_broken = false;
    m_bodyEnded = true;
}

bool RequestReader::takeArrived()
{
    makeRoom();
    net::error_code error;
    m_filled = m_stream->readSome(net::asio::buffer(m_buffer.get(), m_capacity), error);
    return !error;
}

std::optional<base::Status> RequestReader::headAtOnce()
{
    m_parser.reset();
    m_bodyBytes = 0;
    m_bodyWaited = {};
    m_bodyEnded = false;
    const auto step = parseUnread();
    if (step.event == Parser::Event::NeedMore)
        return std::nullopt;
    if (step.event == Parser::Event::Error)
        return std::unexpected(m_parser.error());
    return base::Status{};
}

net::Task<base::Status> RequestReader::readRestOfHead()
{
    const auto reached = co_await next(base::now() + m_limits.headerTimeout);
    if (!reached)
        co_return std::unexpected(reached.error());
    m_bodyWaited = {};
    co_return base::Status{};
}

bool RequestReader::endsWithHead()
{
    if (m_parser.bodyLength() == 0U && parseUnread().event == Parser::Event::End)
        m_bodyEnded = true;
    return m_bodyEnded;
}

// A pause that is too long, or too slow a client: what it has sent so far earns it time. Only the waiting for it
// counts, so that a target that takes its time with the body does it no harm.
base::TimePoint RequestReader::bodyLimit() const
{
    const auto now = base::now();
    if (m_limits.bodyRate <= 0)
        return now + m_limits.bodyTimeout;
    const std::chrono::duration<double> earned{static_cast<double>(m_bodyBytes) / m_limits.bodyRate};
    const auto left = m_limits.bodyTimeout + std::chrono::duration_cast<base::Nanos>(earned) - m_bodyWaited;
    return now + std::clamp(left, base::Nanos::zero(), m_limits.bodyTimeout);
}

net::Task<base::Result<std::string_view>> RequestReader::readBody()
{
    if (m_bodyEnded)
        co_return std::string_view{};
    const auto reached = co_await next(bodyLimit());
    if (!reached) {
        m_broken = true;
        co_return std::unexpected(reached.error());
    }
    if (reached->event == Parser::Event::End) {
        m_bodyEnded = true;
        co_return std::string_view{};
    }
    m_bodyBytes += reached->body.size();
    if (m_bodyBytes > m_limits.message.bodyBytes) {
        m_broken = true;
        co_return base::fail(base::Errc::TooLarge, fmt::format("a body above {} bytes", m_limits.message.bodyBytes));
    }
    co_return reached->body;
}

Parser::Step RequestReader::parseUnread()
{
    const auto step = m_parser.parse(std::string_view(m_buffer.get() + m_consumed, m_filled - m_consumed));
    m_consumed += step.consumed;
    return step;
}

// The next event but NeedMore.
net::Task<RequestReader::Step> RequestReader::next(base::TimePoint until)
{
    for (;;) {
        const auto step = parseUnread();
        if (step.event == Parser::Event::Error)
            co_return std::unexpected(m_parser.error());
        if (step.event != Parser::Event::NeedMore)
            co_return step;
        const auto begin = base::now();
        const auto received = co_await receive(until);
        m_bodyWaited += base::now() - begin;
        const auto filled = take(received);
        if (!filled)
            co_return std::unexpected(filled.error());
    }
}

// Only when everything that was read has been consumed. What it yields goes to `take`.
net::Task<net::Stream::Received> RequestReader::receive(base::TimePoint until)
{
    makeRoom();
    m_expired = false;
    m_wheel.arm(m_deadline, until);
    return m_stream->receive(net::asio::buffer(m_buffer.get(), m_capacity));
}

base::Status RequestReader::take(const net::Stream::Received& received)
{
    m_deadline.disarm();
    const auto read = m_stream->judged(received);
    m_filled = read.bytes;
    return read.bytes > 0 ? base::Status{} : outcome(read.error);
}

base::Status RequestReader::outcome(const net::error_code& error) const
{
    if (m_stream->interrupted())
        return base::fail(base::Errc::Cancelled, "the server ended the connection");
    if (m_expired)
        return base::fail(base::Errc::Timeout, "a pause that is too long");
    if (error)
        return base::fail(base::Errc::ConnectionClosed, error.message());
    return {};
}

void RequestReader::makeRoom()
{
    const bool wasFilled = m_filled == m_capacity;
    m_filled = m_consumed = 0;
    if (!wasFilled || m_capacity == largestBuffer)
        return;
    m_capacity = m_capacity == 0 ? initialBuffer : m_capacity * 4;
    m_buffer = std::make_unique_for_overwrite<char[]>(m_capacity);
}

} // namespace weir::http
