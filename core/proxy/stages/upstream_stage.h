// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/proxy/stage.h"

namespace weir::proxy {

// Sends the request on the leased connection and receives the reply. Small bodies are received whole, so that the
// connection is free at once and the cache and codecs have bytes; larger ones become a stream that holds the lease.
class UpstreamStage final : public Stage {
public:
    enum class Role {
        Client, // sends the request as it is
        Proxy,  // passes it on as a gateway does
    };
    explicit UpstreamStage(Role role) : m_role(role) {}
    metrics::StageId id() const override { return metrics::StageId::Upstream; }
    net::Task<http::Response> handle(Exchange& exchange, Next next) override;

private:
    net::Task<base::Status> roundTrip(Exchange& exchange, http::Response& response) const;

    Role m_role;
};

} // namespace weir::proxy
