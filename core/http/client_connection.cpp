// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/client_connection.h"

#include "core/base/strings.h"
#include "core/http/head_memo.h"
#include "core/http/serializer.h"
#include "core/net/local_limit.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <fmt/format.h>

#include <exception>
#include <utility>

namespace weir::http {

namespace {

// Like wrk's: most replies of an API fit, and 10,000 connections take 80 MB. Grows for large bodies.
constexpr std::size_t initialBuffer = 8 * 1024;
constexpr std::size_t largestBuffer = 128 * 1024;

constexpr std::size_t joinedBytes = 2 * 1024; // a body up to here is copied behind its head, which costs less than
                                              // sending two pieces does

// A server that sends nothing else would keep its exchange for ever.
constexpr int mostInterims = 100;

base::Errc kindOf(const net::error_code& error)
{
    if (error == net::asio::error::operation_aborted)
        return base::Errc::Cancelled;
    const bool isReset = error == net::asio::error::connection_reset || error == net::asio::error::broken_pipe
        || error == net::asio::error::connection_aborted;
    return isReset ? base::Errc::ConnectionReset : base::Errc::ConnectionClosed;
}

} // namespace

ClientConnection::ClientConnection(net::IoContext& context, const Limits& limits, HeadMemo* memo)
    : m_stream(context)
    , m_parser(Parser::Kind::Response, limits, memo)
    , m_bodyLimit(limits.bodyBytes)
    , m_deadline(
          [](void* owner) noexcept {
              auto& self = *static_cast<ClientConnection*>(owner);
              self.m_expired = true;
              self.m_tookNothing = self.m_sending;
              self.m_stream.interrupt();
          },
          this)
{
}

Parser::Step ClientConnection::fail(base::Errc code, std::string context)
{
    m_failed = true;
    m_error = base::Error{code, std::move(context)};
    Parser::Step step;
    step.event = Parser::Event::Error;
    return step;
}

void ClientConnection::setPatience(net::DeadlineWheel& wheel, base::Nanos patience)
{
    m_wheel = &wheel;
    m_patience = patience;
}

net::Task<base::Status> ClientConnection::send(Request& request, std::string_view basePath, std::string_view host)
{
    auto sent = sendAtOnce(request, basePath, host);
    if (sent)
        co_return *std::move(sent);
    co_return co_await sendRest(request);
}

std::optional<base::Status> ClientConnection::sendAtOnce(Request& request, std::string_view basePath,
                                                         std::string_view host)
{
    m_received = false;
    m_ended = false;
    m_ahead.reset();
    m_bodyBytes = 0;
    m_head.clear();
    appendHead(m_head, request, basePath, host);
    if (request.body.source()) {
        m_sent = m_head.size();
        startSending(std::exchange(request.body, Body()));
        return base::Status{};
    }
    auto bytes = *request.body.bytes();
    m_joined = bytes.size() <= joinedBytes;
    if (m_joined)
        m_head += std::exchange(bytes, std::string_view());
    const std::array<net::asio::const_buffer, 2> buffers{net::asio::buffer(m_head), net::asio::buffer(bytes)};
    net::error_code error;
    m_sent = m_stream.writeSome(std::span(buffers.data(), m_joined ? 1U : 2U), error);
    if (error)
        return sendingFailed(error);
    return m_sent == m_head.size() + bytes.size() ? std::optional(base::Status{}) : std::nullopt;
}

net::Task<base::Status> ClientConnection::sendRest(const Request& request)
{
    const auto bytes = m_joined ? std::string_view() : *request.body.bytes();
    const std::array<net::asio::const_buffer, 2> buffers = {net::asio::buffer(m_head), net::asio::buffer(bytes)};
    m_sending = true;
    const auto error = co_await write(buffers, m_sent);
    m_sending = false;
    if (error)
        co_return sendingFailed(error);
    m_sent = m_head.size() + bytes.size();
    co_return base::Status{};
}

void ClientConnection::expectProgress()
{
    if (m_wheel)
        m_wheel->arm(m_deadline, base::now() + m_patience);
}

// Part of a request.
net::Task<net::error_code> ClientConnection::write(std::span<const net::asio::const_buffer> buffers, std::size_t done)
{
    expectProgress();
    const auto error = co_await m_stream.write(buffers, done);
    m_deadline.disarm();
    co_return error;
}

// A server of TLS 1.3 refuses a client without a certificate once the handshake is over for the client, and what it
// says may be lost with the connection.
Parser::Step ClientConnection::failBy(const net::error_code& error, std::string text)
{
    const bool isRefusal = !m_received && m_stream.lacksCertificate() && error != net::asio::error::operation_aborted;
    if (net::Stream::isTlsFailure(error) || isRefusal) {
        auto failure = m_stream.tlsFailure(error);
        return fail(failure.code, std::move(failure.context));
    }
    if (const auto limit = net::localLimit(error)) {
        auto failure = net::limitError(*limit, "the connection cannot be used");
        return fail(failure.code, std::move(failure.context));
    }
    return fail(kindOf(error), std::move(text));
}

base::Status ClientConnection::sendingFailed(const net::error_code& error)
{
    if (m_expired)
        return timedOut();
    failBy(error, "sending the request failed: " + error.message());
    return std::unexpected(m_error);
}

std::unexpected<base::Error> ClientConnection::timedOut()
{
    fail(base::Errc::Timeout,
         fmt::format("the server {} for {} s", m_tookNothing ? "took nothing" : "sent nothing",
                     std::chrono::duration<double>(m_patience).count()));
    return std::unexpected(m_error);
}

void ClientConnection::startSending(Body body)
{
    m_sending = true;
    m_sourceError.reset();
    net::asio::co_spawn(m_stream.socket().get_executor(), sendStream(std::move(body)), [](std::exception_ptr bug) {
        if (bug)
            std::rethrow_exception(bug);
    });
}

net::Task<> ClientConnection::sendStream(Body body)
{
    const bool whole = co_await sendPieces(body);
    m_failed = m_failed || !whole;
    m_sending = false;
    if (m_receiving && !m_stream.interrupted()) // from now on it is the server's turn
        expectProgress();
    if (auto function = std::exchange(m_whenSent, nullptr))
        function(); // this may be gone now
}

// False: it broke off. Where that is the server's doing it is no failure yet: a reply may say why.
net::Task<bool> ClientConnection::sendPieces(const Body& body)
{
    const bool chunked = !body.length();
    auto& source = *body.source();
    // Not held back until the first piece: a client may wait for the reply's beginning before it sends that.
    const std::array<net::asio::const_buffer, 1> head = {net::asio::buffer(m_head)};
    const auto failed = co_await write(head);
    if (failed)
        co_return false;
    m_head.clear();
    for (bool more = true; more;) {
        const auto piece = co_await source.pull();
        if (!piece) {
            m_sourceError = piece.error();
            m_stream.interrupt(); // without its end the server can tell that the body is not whole
            co_return false;
        }
        more = !piece->empty();
        if (chunked && more)
            appendChunkHeader(m_head, piece->size());
        std::string end;
        if (chunked)
            end = more ? std::string(chunkEnd) : lastChunk(source.trailers());
        const std::array<net::asio::const_buffer, 3> buffers = {net::asio::buffer(m_head), net::asio::buffer(*piece),
                                                                net::asio::buffer(end)};
        const auto error = co_await write(buffers);
        if (error)
            co_return false;
        m_head.clear();
    }
    co_return true;
}

void ClientConnection::beginHead(const ReplyContext& context)
{
    m_fresh = true;
    m_toHead = context.toHead;
    m_upgradeOffered = context.upgradeOffered;
}

// False: an interim reply's.
bool ClientConnection::takeHead(Response& response)
{
    auto& head = m_parser.head();
    response.status = head.status;
    response.minorVersion = head.minorVersion;
    std::swap(response.headers, head.headers);
    m_announced = m_parser.announcedLength();
    return response.status >= 200 || response.status == 101;
}

std::optional<base::Status> ClientConnection::headAtOnce(const Parser::Step& step, Response& response)
{
    if (step.event == Parser::Event::Error)
        return std::unexpected(m_error);
    const auto status = m_parser.head().status;
    if (step.event != Parser::Event::Head || (status < 200 && status != 101))
        return std::nullopt;
    takeHead(response);
    return base::Status{};
}

net::Task<base::Status> ClientConnection::receiveHead(Response& response, const ReplyContext& context)
{
    beginHead(context);
    return receiveHead(parseUnread(), response, context);
}

net::Task<base::Status> ClientConnection::receiveHead(Parser::Step step, Response& response,
                                                      const ReplyContext& context)
{
    for (int interims = 0;; ++interims) {
        while (step.event == Parser::Event::NeedMore) {
            const auto received = co_await receive();
            step = take(received);
        }
        if (step.event == Parser::Event::Error)
            co_return std::unexpected(m_error);
        if (takeHead(response))
            co_return base::Status{};
        if (parseUnread().event != Parser::Event::End) // it ends with its head
            co_return std::unexpected(m_error);
        if (interims == mostInterims) {
            fail(base::Errc::Malformed, fmt::format("the reply has more than {} others before it", mostInterims));
            co_return std::unexpected(m_error);
        }
        if (context.interim) {
            const bool taken = co_await context.interim->inform(response);
            if (!taken)
                co_return base::fail(base::Errc::Cancelled, "the client has gone");
        }
        beginHead(context);
        step = parseUnread();
    }
}

net::Task<bool> ClientConnection::arrives(net::DeadlineWheel& wheel, base::Nanos patience)
{
    // What is left in the buffer may be no more than the end of a chunk's framing: only parsing tells.
    if (!m_ahead)
        m_ahead = bufferedBody();
    // A stream that is being sent must not be cancelled along with the wait.
    if (m_ahead || m_sending)
        co_return m_ahead.has_value();
    co_return co_await m_stream.readable(wheel, patience);
}

std::optional<base::Result<std::string_view>> ClientConnection::bufferedBody()
{
    if (m_ahead)
        return std::exchange(m_ahead, std::nullopt);
    if (m_ended)
        return std::string_view{};
    const auto step = parseUnread();
    return step.event == Parser::Event::NeedMore ? std::nullopt : std::optional(bodyOf(step));
}

net::Task<base::Result<std::string_view>> ClientConnection::receiveBody()
{
    if (auto buffered = bufferedBody())
        co_return *std::move(buffered);
    Parser::Step step;
    while (step.event == Parser::Event::NeedMore) {
        const auto received = co_await receive();
        step = take(received);
    }
    co_return bodyOf(step);
}

base::Result<std::string_view> ClientConnection::bodyOf(const Parser::Step& step)
{
    if (step.event == Parser::Event::Error)
        return std::unexpected(m_error);
    if (step.event == Parser::Event::End) {
        m_ended = true;
        return std::string_view{};
    }
    m_bodyBytes += step.body.size();
    if (m_bodyBytes > m_bodyLimit) {
        fail(base::Errc::TooLarge, fmt::format("a body above {} bytes", m_bodyLimit));
        return std::unexpected(m_error);
    }
    return step.body;
}

// The memory for the next head is taken when its first bytes are there: until then it would only grow cold.
Parser::Step ClientConnection::parseUnread()
{
    if (m_fresh && m_consumed == m_filled)
        return {};
    if (std::exchange(m_fresh, false))
        m_parser.reset(m_toHead, m_upgradeOffered);
    const auto step = m_parser.parse(unread());
    m_consumed += step.consumed;
    if (step.event == Parser::Event::Error)
        return fail(m_parser.error().code, "the reply has " + m_parser.error().context);
    return step;
}

void ClientConnection::expectReply()
{
    m_receiving = true;
    if (!m_sending)
        expectProgress();
}

// When what has arrived is used up. What it yields goes to `take`.
net::Task<net::Stream::Received> ClientConnection::receive()
{
    expectReply();
    return m_stream.receive(room());
}

Parser::Step ClientConnection::take(const net::Stream::Received& received)
{
    m_receiving = false;
    if (!m_sending)
        m_deadline.disarm();
    const auto read = m_stream.judged(received);
    if (!read.error) {
        m_received = true;
        m_filled = read.bytes;
        return parseUnread();
    }
    if (m_expired) {
        timedOut();
        return {Parser::Event::Error, 0, {}};
    }
    // RFC 9112 8 and 9.8: a body that lasts until the connection's end is whole only where that end is in order, which
    // over TLS the peer has to announce.
    if (m_received && read.error == net::asio::error::eof) {
        const auto last = m_parser.finish();
        if (last.event == Parser::Event::End)
            return last;
    }
    const bool ended = read.error == net::asio::error::eof || read.error == net::asio::ssl::error::stream_truncated;
    const auto* what = m_received ? "the server closed the connection within its reply"
                                  : "the server closed the connection without a reply";
    return failBy(read.error, ended ? what : "receiving failed: " + read.error.message());
}

net::asio::mutable_buffer ClientConnection::room()
{
    if (m_filled == m_capacity && m_capacity < largestBuffer) {
        m_capacity = m_capacity == 0 ? initialBuffer : m_capacity * 4;
        m_capacity = std::min(m_capacity, largestBuffer);
        m_buffer = std::make_unique_for_overwrite<char[]>(m_capacity); // everything in the old one was consumed
    }
    m_filled = m_consumed = 0;
    return net::asio::buffer(m_buffer.get(), m_capacity);
}

} // namespace weir::http
