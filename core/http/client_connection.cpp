// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/client_connection.h"

#include "core/base/strings.h"
#include "core/http/serializer.h"

#include <boost/asio/error.hpp>
#include <fmt/format.h>

namespace weir::http {

namespace {

// Like wrk's: most replies of an API fit, and 10,000 connections take 80 MB. Grows for large bodies.
constexpr std::size_t initialBuffer = 8 * 1024;
constexpr std::size_t largestBuffer = 128 * 1024;

base::Errc kindOf(const net::error_code& error)
{
    return error == net::asio::error::operation_aborted ? base::Errc::Cancelled : base::Errc::ConnectionClosed;
}

} // namespace

ClientConnection::ClientConnection(net::IoContext& context, const Limits& limits)
    : m_stream(context), m_parser(Parser::Kind::Response, limits), m_bodyLimit(limits.bodyBytes)
{
}

base::Error ClientConnection::failed(base::Errc code, std::string context)
{
    m_failed = true;
    return base::Error{code, std::move(context)};
}

net::Task<base::Status> ClientConnection::send(const Request& request, std::string_view basePath)
{
    m_received = false;
    m_ended = false;
    m_bodyBytes = 0;
    m_head.clear();
    appendHead(m_head, request, basePath);
    if (request.body.source())
        co_return co_await sendStream(request);

    const auto bytes = *request.body.bytes();
    const std::array<net::asio::const_buffer, 2> buffers = {net::asio::buffer(m_head), net::asio::buffer(bytes)};
    const auto error = co_await m_stream.write(std::span(buffers.data(), bytes.empty() ? 1u : 2u));
    if (error)
        co_return std::unexpected(failed(kindOf(error), "sending the request failed: " + error.message()));
    co_return base::Status{};
}

net::Task<base::Status> ClientConnection::sendStream(const Request& request)
{
    const bool chunked = !request.body.length();
    for (bool more = true; more;) {
        const auto piece = co_await request.body.source()->pull();
        if (!piece)
            co_return std::unexpected(failed(piece.error().code, piece.error().context));
        more = !piece->empty();
        if (chunked && more)
            appendChunkHeader(m_head, piece->size());
        const std::string_view after = !chunked ? "" : more ? chunkEnd : lastChunk;
        const std::array<net::asio::const_buffer, 3> buffers = {
            net::asio::buffer(m_head), net::asio::buffer(*piece), net::asio::buffer(after)};
        const auto error = co_await m_stream.write(buffers);
        if (error)
            co_return std::unexpected(failed(kindOf(error), "sending the request's body failed: " + error.message()));
        m_head.clear();
    }
    co_return base::Status{};
}

net::Task<base::Result<void>> ClientConnection::receiveHead(Response& response, bool toHead)
{
    do {
        m_parser.reset(toHead);
        const auto reached = co_await step();
        if (!reached)
            co_return std::unexpected(reached.error());
        auto& head = m_parser.head();
        response.status = head.status;
        response.minorVersion = head.minorVersion;
        if (response.status < 200) {
            const auto end = co_await step();
            if (!end)
                co_return std::unexpected(end.error());
        }
    } while (response.status < 200);

    auto& head = m_parser.head();
    m_announced.reset();
    if (const auto length = head.headers.get("Content-Length"))
        m_announced = static_cast<std::uint64_t>(base::parseInteger(*length).value_or(0));
    std::swap(response.headers, head.headers);
    co_return base::Result<void>{};
}

net::Task<base::Result<std::string_view>> ClientConnection::receiveBody()
{
    if (m_ended)
        co_return std::string_view{};
    const auto reached = co_await step();
    if (!reached)
        co_return std::unexpected(reached.error());
    if (reached->event == Parser::Event::End) {
        m_ended = true;
        co_return std::string_view{};
    }
    m_bodyBytes += reached->body.size();
    if (m_bodyBytes > m_bodyLimit)
        co_return std::unexpected(failed(base::Errc::TooLarge, fmt::format("a body above {} bytes", m_bodyLimit)));
    co_return reached->body;
}

// The next event but NeedMore.
net::Task<base::Result<Parser::Step>> ClientConnection::step()
{
    for (;;) {
        const auto step = m_parser.parse(std::string_view(m_buffer.get() + m_consumed, m_filled - m_consumed));
        m_consumed += step.consumed;
        if (step.event == Parser::Event::Error)
            co_return std::unexpected(failed(m_parser.error().code, "the reply has " + m_parser.error().context));
        if (step.event != Parser::Event::NeedMore)
            co_return step;

        const auto filled = co_await fill();
        if (filled)
            continue;
        if (filled.error().code == base::Errc::ConnectionClosed && m_received) {
            const auto last = m_parser.finish();
            if (last.event == Parser::Event::End)
                co_return last;
        }
        m_failed = true;
        co_return std::unexpected(filled.error());
    }
}

net::Task<base::Status> ClientConnection::fill()
{
    if (m_filled == m_capacity && m_capacity < largestBuffer) {
        m_capacity = m_capacity == 0 ? initialBuffer : m_capacity * 4;
        m_capacity = std::min(m_capacity, largestBuffer);
        m_buffer = std::make_unique_for_overwrite<char[]>(m_capacity); // everything in the old one was consumed
    }
    m_filled = m_consumed = 0;
    const auto read = co_await m_stream.read(net::asio::buffer(m_buffer.get(), m_capacity));
    if (read.error) {
        const auto* what = m_received ? "the server closed the connection within its reply"
                                      : "the server closed the connection without a reply";
        co_return base::fail(kindOf(read.error),
                             read.error == net::asio::error::eof ? what : "receiving failed: " + read.error.message());
    }
    m_received = true;
    m_filled = read.bytes;
    co_return base::Status{};
}

} // namespace weir::http
