// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/upstream/connection_pool.h"

#include <atomic>
#include <memory>
#include <vector>

namespace weir::upstream {

// The targets of a run, each behind its own pool, taken in turn. Shared by the workers.
class Cluster {
public:
    Cluster(std::vector<Target> targets, const settings::PoolSettings& settings, const http::Limits& limits);

    std::size_t pick()
    {
        return m_pools.size() == 1 ? 0 : m_next.fetch_add(1, std::memory_order_relaxed) % m_pools.size();
    }
    std::size_t size() const { return m_pools.size(); }
    ConnectionPool& pool(std::size_t index) { return *m_pools[index]; }

    void attach(int worker, net::IoContext& context, net::DeadlineWheel& wheel);
    void detach(int worker);
    void configure(const settings::PoolSettings& settings);
    void sweep(int worker, base::TimePoint now);
    PoolLevels takeLevels(base::TimePoint now); // of all pools together

private:
    std::vector<std::unique_ptr<ConnectionPool>> m_pools;
    std::atomic<std::size_t> m_next{0};
};

} // namespace weir::upstream
