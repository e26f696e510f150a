// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/upstream/cluster.h"

namespace weir::upstream {

Cluster::Cluster(std::vector<Target> targets, const settings::PoolSettings& settings, const http::Limits& limits,
                 std::size_t sources)
    : m_targets(targets.size() / sources)
{
    for (auto& target : targets)
        m_pools.push_back(std::make_unique<ConnectionPool>(std::move(target), settings, limits));
}

void Cluster::attach(int worker, net::IoContext& context, net::DeadlineWheel& wheel)
{
    for (auto& pool : m_pools)
        pool->attach(worker, context, wheel);
}

void Cluster::detach(int worker)
{
    for (auto& pool : m_pools)
        pool->detach(worker);
}

void Cluster::configure(const settings::PoolSettings& settings)
{
    for (auto& pool : m_pools)
        pool->configure(settings);
}

void Cluster::sweep(int worker, base::TimePoint now)
{
    for (auto& pool : m_pools)
        pool->sweep(worker, now);
}

PoolLevels Cluster::takeLevels(base::TimePoint now)
{
    PoolLevels sum;
    for (auto& pool : m_pools) {
        const auto levels = pool->takeLevels(now);
        sum.inUseSeconds += levels.inUseSeconds;
        sum.limitSeconds += levels.limitSeconds;
        sum.pendingSeconds += levels.pendingSeconds;
        sum.openSeconds += levels.openSeconds;
        sum.inUseMax += levels.inUseMax;
        sum.pendingMax += levels.pendingMax;
        sum.limit += levels.limit;
    }
    return sum;
}

} // namespace weir::upstream
