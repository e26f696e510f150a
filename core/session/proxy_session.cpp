// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/proxy_session.h"

#include "core/session/targets.h"

namespace weir::session {

base::Result<std::unique_ptr<ProxySession>> ProxySession::start(const settings::Scenario& scenario,
                                                                const RunOptions& options, bool* reached)
{
    if (auto valid = checkScenario(scenario); !valid)
        return std::unexpected(valid.error());
    auto targets = reachTargets(scenario, options.insecure);
    if (!targets)
        return std::unexpected(targets.error());
    if (reached)
        *reached = true;
    auto gateway = proxy::Gateway::start(scenario, std::move(targets->list));
    if (!gateway)
        return std::unexpected(gateway.error());
    std::unique_ptr<ProxySession> session(new ProxySession);
    session->m_origin = std::move(targets->origin);
    session->m_gateway = *std::move(gateway);
    session->m_targetText = std::move(targets->text);
    return session;
}

void ProxySession::apply(const settings::Scenario& scenario)
{
    m_gateway->apply(std::make_shared<const settings::Scenario>(scenario));
    if (m_origin)
        m_origin->apply(scenario.origin);
}

} // namespace weir::session
