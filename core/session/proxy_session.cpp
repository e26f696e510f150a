// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/proxy_session.h"

#include "core/session/file_needs.h"

#include <fmt/format.h>

namespace weir::session {

base::Result<std::unique_ptr<ProxySession>> ProxySession::start(const settings::Scenario& scenario,
                                                                const RunOptions& options, bool* reached, Reach reach)
{
    return guardedStart([&]() -> base::Result<std::unique_ptr<ProxySession>> {
        if (auto valid = checkScenario(scenario); !valid)
            return std::unexpected(valid.error());
        const auto needs = fileNeedsOfProxy(scenario);
        if (auto provided = provideFiles(needs); !provided)
            return std::unexpected(provided.error());
        const auto room = roomForClients(needs);
        auto targets = reachTargets(scenario, options.insecure, reach);
        if (!targets)
            return std::unexpected(targets.error());
        if (reached)
            *reached = true;
        auto gateway = proxy::Gateway::start(scenario, std::move(targets->list), nullptr, room);
        if (!gateway)
            return std::unexpected(gateway.error());
        std::unique_ptr<ProxySession> session(new ProxySession);
        session->m_origin = std::move(targets->origin);
        session->m_gateway = *std::move(gateway);
        session->m_targetText = std::move(targets->text);
        for (const auto& down : targets->unreached)
            session->m_warnings.push_back(base::text(down) + " Until then requests are answered 502 or 504.");
        // By default there is no end to them worth a word before it comes to that.
        if (room && scenario.listener.maxConnections != settings::ListenerSettings().maxConnections)
            session->m_warnings.push_back(fmt::format(
                "There are open files for {} clients, and listener.max_connections is {}: further ones wait "
                "until others have gone. Raise the hard limit (ulimit -Hn), or lower listener.max_connections.",
                *room, scenario.listener.maxConnections));
        return session;
    });
}

void ProxySession::apply(const settings::Scenario& scenario)
{
    m_gateway->apply(std::make_shared<const settings::Scenario>(scenario));
    if (m_origin)
        m_origin->apply(scenario.origin);
}

} // namespace weir::session
