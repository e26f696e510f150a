// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/gateway/client_limit.h"

namespace weir::proxy {

std::shared_ptr<void> ClientLimit::hold(const boost::asio::ip::address& client)
{
    const std::lock_guard lock{m_mutex};
    const auto at = m_each.find(client);
    const int its = at == m_each.end() ? 0 : at->second;
    if (m_open >= m_most || (m_mostEach > 0 && its >= m_mostEach))
        return nullptr;
    ++m_open;
    ++m_each[client];
    return {this, [client](void* limit) { static_cast<ClientLimit*>(limit)->letGo(client); }};
}

void ClientLimit::letGo(const boost::asio::ip::address& client)
{
    const std::lock_guard lock{m_mutex};
    --m_open;
    const auto at = m_each.find(client);
    if (--at->second == 0)
        m_each.erase(at);
}

int ClientLimit::open() const
{
    const std::lock_guard lock{m_mutex};
    return m_open;
}

} // namespace weir::proxy
