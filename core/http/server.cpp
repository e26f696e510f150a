// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/server.h"

#include "core/http/server_connection.h"
#include "core/http/server_workspace.h"

#include <boost/asio/co_spawn.hpp>

#include <cassert>
#include <exception>
#include <utility>

namespace weir::http {

// More are at work at once only under a load that makes and frees them for a small part of its cost.
static constexpr std::size_t mostKept = 1024;

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

std::unique_ptr<ServerWorkspace> Server::lend()
{
    std::unique_ptr<ServerWorkspace> workspace;
    if (m_workspaces.empty()) {
        workspace = std::make_unique<ServerWorkspace>(m_wheel, m_limits, m_memo, m_counters);
    } else {
        workspace = std::move(m_workspaces.back());
        m_workspaces.pop_back();
    }
    if (!workspace->request && !m_requests.empty()) {
        workspace->request = std::move(m_requests.back());
        m_requests.pop_back();
    }
    if (!workspace->request)
        workspace->request = std::make_unique<Request>();
    return workspace;
}

void Server::takeBack(std::unique_ptr<ServerWorkspace> workspace)
{
    if (m_workspaces.size() < mostKept && !workspace->isBulky())
        m_workspaces.push_back(std::move(workspace));
}

void Server::takeBack(std::unique_ptr<Request> request)
{
    constexpr std::size_t ordinary = 4 * 1024; // bytes of fields
    request->body = Body();
    if (m_requests.size() < mostKept && request->headers.byteSize() <= ordinary)
        m_requests.push_back(std::move(request));
}

void Server::countRefusal(int status)
{
    if (status >= 400 && status < 600)
        m_counters.refused[static_cast<std::size_t>(status - 400)].add();
}

void Server::stop()
{
    m_stopping = true;
    for (auto* connection : m_connections)
        if (connection->isIdle())
            connection->dismiss();
}

void Server::abort()
{
    m_stopping = true;
    for (auto* connection : m_connections)
        connection->interrupt();
}

} // namespace weir::http
