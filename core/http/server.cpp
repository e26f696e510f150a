// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/server.h"

#include "core/http/server_connection.h"

#include <boost/asio/co_spawn.hpp>

#include <cassert>
#include <exception>
#include <utility>

namespace weir::http {

Server::Server(net::IoContext& context, net::DeadlineWheel& wheel, RequestHandler& handler, const ServerLimits& limits,
               std::shared_ptr<net::asio::ssl::context> tls)
    : m_context(context)
    , m_wheel(wheel)
    , m_handler(handler)
    , m_limits(limits)
    , m_tls(std::move(tls))
{
}

Server::~Server()
{
    assert(m_connections.empty());
}

void Server::serve(net::Socket socket, std::shared_ptr<void> held)
{
    m_counters.accepted.add();
    if (m_stopping)
        return;
    auto connection = std::make_shared<ServerConnection>(*this, std::move(socket), std::move(held));
    net::asio::co_spawn(m_context, ServerConnection::run(std::move(connection)), [](std::exception_ptr bug) {
        if (bug)
            std::rethrow_exception(bug);
    });
}

void Server::stop()
{
    m_stopping = true;
    for (auto* connection : m_connections)
        if (connection->isIdle())
            connection->interrupt();
}

void Server::abort()
{
    m_stopping = true;
    for (auto* connection : m_connections)
        connection->interrupt();
}

} // namespace weir::http
