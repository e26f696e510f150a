// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/proxy/client_view.h"
#include "core/proxy/forward.h"
#include "core/proxy/stage.h"
#include "core/settings/scenario.h"

#include <memory>
#include <optional>
#include <vector>

namespace weir::proxy {

struct Services;

// The stages that a settings snapshot switches on, from the client inwards. Immutable. Each worker compiles its own;
// exchanges in flight keep the one they began with alive.
class Pipeline {
public:
    // The proxy core. `path` direct leaves only what any client does: take a connection, send, receive.
    static std::shared_ptr<const Pipeline> compile(const settings::Scenario& scenario, Services& services);

    // A proxy's makes the request its own first: no stage sees a field that concerns the client's connection alone.
    net::Task<http::Response> run(Exchange& exchange) const;

    // What its client is told, once the stages are through: part of a proxy on its listener.
    void tellClient(const Exchange& exchange, http::Response& response) const;

    Stage& at(std::size_t index) const { return *m_stages[index]; }
    std::size_t size() const { return m_stages.size(); }

private:
    std::vector<std::unique_ptr<Stage>> m_stages;
    std::optional<RequestForward> m_forward; // of a proxy
    std::optional<ClientView> m_view;        // of a proxy that keeps redirects here
};

} // namespace weir::proxy
