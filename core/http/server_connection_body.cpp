// SPDX-License-Identifier: GPL-3.0-or-later
// What a server's connection does with the body of a request: hands it over whole or as a stream, and reads what its
// handler left of it.
#include "core/http/server_connection.h"

#include "core/http/connection_options.h"
#include "core/http/server_workspace.h"

#include <boost/asio/post.hpp>

#include <utility>

namespace weir::http {

using base::Errc;
using base::fail;
using base::Status;

// A body larger than what is handed over whole: what was read of it so far, then the rest as it arrives. The client is
// held back by TCP while nobody pulls.
class ServerConnection::RequestBody final : public BodySource {
public:
    RequestBody(const std::shared_ptr<ServerConnection>& connection, std::string first)
        : m_connection(connection)
        , m_exchange(connection->m_exchange)
        , m_first(std::move(first))
        , m_options(connection->m_work->request->headers)
    {
    }

    net::Task<base::Result<std::string_view>> pull() override
    {
        const auto connection = m_connection.lock();
        if (!connection || connection->m_exchange != m_exchange)
            co_return fail(Errc::Cancelled, "the exchange with the client has ended");
        if (!m_first.empty() && !std::exchange(m_begun, true))
            co_return std::string_view{m_first};
        auto piece = co_await connection->pullBody();
        if (piece && piece->empty()) {
            m_trailers = connection->m_work->reader.parser().trailers();
            m_options.dropFrom(m_trailers);
        }
        co_return piece;
    }

    const HeaderMap* trailers() const override { return m_trailers.empty() ? nullptr : &m_trailers; }

private:
    std::weak_ptr<ServerConnection> m_connection;
    std::uint64_t m_exchange;
    std::string m_first;
    ConnectionOptions m_options; // the request's: its handler takes the head along
    HeaderMap m_trailers;
    bool m_begun = false;
};

net::Task<Status> ServerConnection::receiveBody()
{
    const auto length = m_work->reader.parser().bodyLength();
    const auto limit = m_server.m_limits.bufferedBodyBytes;
    std::string bytes;
    // A whole body has no place for them.
    const bool hasTrailers = !length && m_work->request->headers.contains("Trailer");
    if (!hasTrailers && (!length || *length <= limit)) {
        if (length != 0U && m_expectsContinue) {
            const bool told = co_await sendContinue();
            if (!told)
                co_return fail(Errc::ConnectionClosed);
        }
        bytes.reserve(length.value_or(0));
        while (bytes.size() <= limit) {
            const auto piece = co_await m_work->reader.readBody();
            if (!piece)
                co_return std::unexpected(piece.error());
            if (piece->empty())
                break;
            bytes.append(*piece);
        }
    }
    if (!m_work->reader.bodyEnded())
        m_work->request->body = Body(std::make_unique<RequestBody>(shared_from_this(), std::move(bytes)), length);
    else if (!bytes.empty())
        m_work->request->body = Body(makeBytes(std::move(bytes)));
    co_return Status{};
}

net::Task<base::Result<std::string_view>> ServerConnection::pullBody()
{
    const auto self = shared_from_this();
    if (m_expectsContinue) {
        const bool told = co_await sendContinue();
        if (!told)
            co_return fail(Errc::ConnectionClosed, "the client closed the connection");
    }
    m_pulling = true;
    const auto piece = co_await m_work->reader.readBody();
    m_pulling = false;
    co_return piece;
}

net::Task<bool> ServerConnection::sendContinue()
{
    m_expectsContinue = false;
    if (m_work->reader.hasUnread()) // the client did not wait for it
        co_return true;
    Response go;
    go.status = 100;
    co_return co_await m_work->writer.writeInterim(go);
}

// Whether what is left of the request's body is worth reading for the sake of the connection.
bool ServerConnection::canDrain()
{
    if (!m_work || m_work->reader.bodyEnded())
        return true;
    if (m_expectsContinue || m_pulling || m_work->reader.isBroken())
        return false;
    const auto length = m_work->reader.parser().bodyLength();
    return !length || *length - m_work->reader.bodyBytes() <= m_server.m_limits.drainedBodyBytes;
}

net::Task<bool> ServerConnection::drain()
{
    const auto limit = m_work->reader.bodyBytes() + m_server.m_limits.drainedBodyBytes;
    while (!m_work->reader.bodyEnded() && m_work->reader.bodyBytes() <= limit) {
        const auto piece = co_await m_work->reader.readBody();
        if (!piece)
            co_return false;
    }
    co_return m_work->reader.bodyEnded();
}

// A reply may end while its request's body is still being pulled. That read ends first, for there is one at a time.
net::Task<> ServerConnection::endPulling()
{
    while (m_pulling) {
        net::error_code ignored;
        m_stream.socket().cancel(ignored);
        co_await net::asio::post(m_stream.socket().get_executor(), net::useTask);
    }
}

} // namespace weir::http
