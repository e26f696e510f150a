// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/stages/pool_stage.h"

#include "core/proxy/outcome.h"
#include "core/proxy/services/services.h"

#include <utility>

namespace weir::proxy {

namespace {

metrics::Outcome outcomeOf(const base::Error& error)
{
    if (error.code == base::Errc::TooLarge)
        return metrics::Outcome::PoolOverflow;
    if (error.code == base::Errc::Unavailable)
        return metrics::Outcome::PoolTimeout;
    return connectOutcome(error.code);
}

} // namespace

net::Task<http::Response> PoolStage::handle(Exchange& exchange, Next next)
{
    if (!exchange.keepsTarget)
        exchange.target = m_services.cluster.pick();
    auto& pool = m_services.cluster.pool(exchange.target);
    if (auto idle = pool.acquireIdle(exchange.worker.index, exchange.clock.lastChange())) {
        exchange.lease = *std::move(idle);
        return std::move(next).handOver(exchange);
    }
    return acquire(exchange, pool, std::move(next));
}

net::Task<http::Response> PoolStage::acquire(Exchange& exchange, upstream::ConnectionPool& pool, Next next)
{
    auto acquired = co_await pool.acquire(exchange.worker.index, exchange.interruption);
    if (!acquired) {
        exchange.fail(outcomeOf(acquired.error()), base::text(acquired.error()));
        co_return failureResponse(exchange.outcome, exchange.failure);
    }
    exchange.connects = static_cast<std::uint8_t>(exchange.connects + acquired->connects);
    exchange.lease = std::move(acquired->lease);
    chargeOpening(exchange, metrics::StageId::Pool, acquired->opening);
    co_return co_await next(exchange);
}

} // namespace weir::proxy
