// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/origin/origin.h"
#include "core/proxy/gateway/gateway.h"
#include "core/session/run.h"
#include "core/session/targets.h"

namespace weir::session {

// The proxy core alone, on its own port, with the built-in origin behind it where the scenario names no target.
// Methods from any one thread.
class ProxySession {
public:
    // Checks the scenario and, unless they may be down, that the targets can be reached, then listens. Blocks while it
    // connects. `reached`: set once the targets have answered, so that what fails is the listener itself.
    static base::Result<std::unique_ptr<ProxySession>> start(const settings::Scenario& scenario,
                                                             const RunOptions& options, bool* reached = nullptr,
                                                             Reach reach = Reach::All);

    proxy::Gateway& gateway() { return *m_gateway; }
    const std::string& targetText() const { return m_targetText; }
    const std::vector<std::string>& warnings() const { return m_warnings; } // at the start, sentences

    // The live knobs of proxy and origin.
    void apply(const settings::Scenario& scenario);
    void stop() { m_gateway->stop(); } // waits for replies under way

private:
    ProxySession() = default;
    std::unique_ptr<origin::Origin> m_origin; // outlives the gateway
    std::unique_ptr<proxy::Gateway> m_gateway;
    std::string m_targetText;
    std::vector<std::string> m_warnings;
};

} // namespace weir::session
