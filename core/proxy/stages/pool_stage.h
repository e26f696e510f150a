// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/proxy/stage.h"

namespace weir::proxy {

struct Services;

// Picks the target and gets a connection to it; its self time is the wait for one, connecting included.
class PoolStage final : public Stage {
public:
    explicit PoolStage(Services& services) : m_services(services) {}
    metrics::StageId id() const override { return metrics::StageId::Pool; }
    net::Task<http::Response> handle(Exchange& exchange, Next next) override;

private:
    static net::Task<http::Response> acquire(Exchange& exchange, upstream::ConnectionPool& pool, Next next);

    Services& m_services;
};

} // namespace weir::proxy
