// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/request_reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::http {

// The deadline cancels the read but leaves the stream usable: a client that is too slow still gets its 408.
RequestReader::RequestReader(net::Stream& stream, net::DeadlineWheel& wheel, const ServerLimits& limits, HeadMemo& memo)
    : m_stream(stream)
    , m_wheel(wheel)
    , m_limits(limits)
    , m_parser(Parser::Kind::Request, limits.message, &memo)
    , m_deadline(
          [](void* owner) noexcept {
              auto& self = *static_cast<RequestReader*>(owner);
              self.m_expired = true;
              net::error_code ignored;
              self.m_stream.socket().cancel(ignored);
          },
          this)
{
}

// A busy connection waits with a buffer in hand, which saves a system call per request; after a while without a
// request it gives the buffer back and waits for readiness only, so that thousands of idle ones cost little memory.
net::Task<base::Status> RequestReader::readHead()
{
    if (!hasUnread()) {
        m_idle = true;
        const auto begin = base::now();
        const auto until = begin + m_limits.idleTimeout;
        const auto received = co_await receive(std::min(until, begin + m_limits.bufferlessAfter));
        auto arrived = take(received);
        if (!arrived && arrived.error().code == base::Errc::Timeout && base::now() < until)
            arrived = co_await awaitWithoutBuffer(until);
        m_idle = false;
        if (!arrived && arrived.error().code == base::Errc::Timeout)
            co_return base::fail(base::Errc::ConnectionClosed, "no request for too long");
        if (!arrived)
            co_return arrived;
    }
    m_parser.reset(); // not before: a connection that is idle needs no memory for its next head
    m_bodyBytes = 0;
    m_bodyEnded = false;
    // Nearly always all there is to do; only a head in pieces needs a deadline.
    const auto step = parseUnread();
    if (step.event == Parser::Event::Error)
        co_return std::unexpected(m_parser.error());
    if (step.event == Parser::Event::NeedMore) {
        const auto reached = co_await next(base::now() + m_limits.headerTimeout);
        if (!reached)
            co_return std::unexpected(reached.error());
    }
    co_return base::Status{};
}

bool RequestReader::endsWithHead()
{
    if (m_parser.bodyLength() == 0U && parseUnread().event == Parser::Event::End)
        m_bodyEnded = true;
    return m_bodyEnded;
}

net::Task<base::Status> RequestReader::awaitWithoutBuffer(base::TimePoint until)
{
    m_buffer.reset();
    m_capacity = m_filled = m_consumed = 0;
    m_expired = false;
    m_wheel.arm(m_deadline, until);
    const auto [error] = co_await m_stream.socket().async_wait(net::Socket::wait_read, net::useTask);
    m_deadline.disarm();
    const auto status = outcome(error);
    if (!status)
        co_return status;
    const auto received = co_await receive(until);
    co_return take(received);
}

net::Task<base::Result<std::string_view>> RequestReader::readBody()
{
    if (m_bodyEnded)
        co_return std::string_view{};
    const auto reached = co_await next(base::now() + m_limits.bodyTimeout);
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
        const auto received = co_await receive(until);
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
    return m_stream.receive(net::asio::buffer(m_buffer.get(), m_capacity));
}

base::Status RequestReader::take(const net::Stream::Received& received)
{
    m_deadline.disarm();
    const auto read = m_stream.judged(received);
    m_filled = read.bytes;
    return read.bytes > 0 ? base::Status{} : outcome(read.error);
}

base::Status RequestReader::outcome(const net::error_code& error) const
{
    if (m_stream.interrupted())
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
