// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/response_writer.h"

#include "core/http/serializer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace weir::http {

using net::asio::buffer;
using net::asio::const_buffer;

ResponseWriter::ResponseWriter(net::DeadlineWheel& wheel, const ServerLimits& limits, ServerCounters& counters)
    : m_wheel(wheel)
    , m_limits(limits)
    , m_counters(counters)
    , m_deadline([](void* owner) noexcept { static_cast<ResponseWriter*>(owner)->m_stream->interrupt(); }, this)
{
}

net::Task<bool> ResponseWriter::write(Response& response, Framing framing)
{
    const auto written = writeAtOnce(response, framing);
    if (written)
        co_return *written;
    co_return co_await writeRest(response, framing);
}

std::optional<bool> ResponseWriter::writeAtOnce(const Response& response, const Framing& framing)
{
    m_counters.replies[std::clamp(response.status / 100, 0, 5)].add();
    appendHeadTo(response, framing);
    m_done = 0;
    auto whole = bodyOf(response, framing);
    m_joined = whole && whole->size() <= joinedBytes;
    if (!whole)
        return std::nullopt;
    m_counters.bodyBytesSent.add(std::min(whole->size(), sliceBytes));
    if (m_joined)
        m_head.append(*std::exchange(whole, std::string_view()));
    const std::array<const_buffer, 2> buffers{buffer(m_head), buffer(whole->substr(0, sliceBytes))};
    net::error_code error;
    m_done = m_stream->writeSome(std::span(buffers.data(), m_joined ? 1U : 2U), error);
    if (error)
        return false;
    return m_done == m_head.size() + whole->size() ? std::optional(true) : std::nullopt;
}

net::Task<bool> ResponseWriter::writeRest(Response& response, Framing framing)
{
    if (const auto whole = bodyOf(response, framing))
        return writeWhole(m_joined ? std::string_view() : *whole, m_done);
    return writeStream(*response.body.source(), response.body.length(), framing);
}

// Nothing: it is a stream.
std::optional<std::string_view> ResponseWriter::bodyOf(const Response& response, const Framing& framing)
{
    return hasNoBody(response.status, framing.toHead) ? std::string_view() : response.body.bytes();
}

void ResponseWriter::appendHeadTo(const Response& response, const Framing& framing)
{
    m_head.clear();
    appendHead(m_head, response, framing.toHead, framing.clientMinorVersion);
    m_head.resize(m_head.size() - 2); // the blank line comes after these
    if (!response.headers.contains("Date"))
        m_head.append("Date: ").append(framing.date).append("\r\n");
    if (framing.close && !response.headers.listContains("Connection", "close"))
        m_head.append("Connection: close\r\n");
    else if (!framing.close && framing.clientMinorVersion == 0)
        m_head.append("Connection: keep-alive\r\n");
    m_head.append("\r\n");
}

// What is left of it: the first slice has begun, `done` bytes of it and of the head have gone.
net::Task<bool> ResponseWriter::writeWhole(std::string_view body, std::size_t done)
{
    for (bool first = true; first || !body.empty(); first = false) {
        const auto slice = body.substr(0, sliceBytes);
        body.remove_prefix(slice.size());
        if (!first)
            m_counters.bodyBytesSent.add(slice.size());
        const std::array<const_buffer, 2> buffers = {buffer(m_head), buffer(slice)};
        const bool sent = co_await send(buffers, std::exchange(done, 0));
        if (!sent)
            co_return false;
        m_head.clear();
    }
    co_return true;
}

net::Task<bool> ResponseWriter::writeStream(BodySource& source, std::optional<std::uint64_t> length, Framing framing)
{
    const bool chunked = !length && framing.clientMinorVersion >= 1;
    std::uint64_t sent = 0;
    // Not held back until the first piece, which may be an event that comes in an hour.
    const std::array<const_buffer, 1> head = {buffer(m_head)};
    const bool begun = co_await send(head);
    if (!begun)
        co_return false;
    m_head.clear();
    for (bool more = true; more;) {
        const auto piece = co_await source.pull();
        // Without its last chunk or its announced length, and with the connection closed after it, the client can tell.
        if (!piece || (length && sent + piece->size() > *length))
            co_return false;
        more = !piece->empty();
        sent += piece->size();
        m_counters.bodyBytesSent.add(piece->size());
        if (chunked && more)
            appendChunkHeader(m_head, piece->size());
        std::string after;
        if (chunked)
            after = more ? std::string(chunkEnd) : lastChunk(framing.takesTrailers ? source.trailers() : nullptr);
        const std::array<const_buffer, 3> buffers = {buffer(m_head), buffer(*piece), buffer(after)};
        const bool written = co_await send(buffers);
        if (!written)
            co_return false;
        m_head.clear();
    }
    co_return !length || sent == *length;
}

net::Task<bool> ResponseWriter::writeInterim(const Response& interim)
{
    while (m_writing)
        co_await written();
    m_writing = true;
    m_head.clear();
    appendHead(m_head, interim, false);
    const std::array<const_buffer, 1> buffers = {buffer(m_head)};
    const bool sent = co_await send(buffers);
    m_writing = false;
    for (auto* waiting : std::exchange(m_waiting, {}))
        waiting->set();
    co_return sent;
}

net::Task<> ResponseWriter::written()
{
    net::OneShot done(m_stream->socket().get_executor());
    m_waiting.push_back(&done);
    co_await done.wait();
}

net::Task<bool> ResponseWriter::send(std::span<const const_buffer> buffers, std::size_t done)
{
    m_wheel.arm(m_deadline, base::now() + m_limits.writeTimeout);
    const auto error = co_await m_stream->write(buffers, done);
    m_deadline.disarm();
    co_return !error;
}

} // namespace weir::http
