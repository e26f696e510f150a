// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/proxy/stage.h"
#include "core/settings/scenario.h"

namespace weir::proxy {

// Sends the request on the leased connection and receives the reply. Small bodies are received whole, so that the
// connection is free at once and the cache and codecs have bytes; larger ones, and those that come bit by bit, become a
// stream that holds the lease.
class UpstreamStage final : public Stage {
public:
    enum class Role {
        Client, // sends the request as it is
        Proxy,  // passes it on as a gateway does
    };
    UpstreamStage(Role role, const settings::Scenario& scenario);
    metrics::StageId id() const override { return metrics::StageId::Upstream; }
    net::Task<http::Response> handle(Exchange& exchange, Next next) override;

private:
    void prepare(Exchange& exchange) const;
    net::Task<bool> reconnect(Exchange& exchange, http::Response& response) const;
    bool takeArrived(Exchange& exchange, http::Response& response, std::string& received) const;
    net::Task<> receiveRest(Exchange& exchange, http::Response& response, bool isWhole, std::string& received) const;
    void complete(Exchange& exchange, http::Response& response, base::Result<http::Body> body) const;
    http::Response failed(Exchange& exchange, metrics::Outcome outcome, const base::Error& error) const;

    Role m_role;
    std::optional<base::Nanos> m_patience; // a proxy's with a silent target
    base::Nanos m_tunnelIdle;
};

} // namespace weir::proxy
