// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/upstream/connection_pool.h"

#include <atomic>
#include <memory>
#include <vector>

namespace weir::upstream {

// The targets of a run, each behind its own pool, taken in turn. Shared by the workers. Where clients come from several
// addresses there are the same targets for each of them, one address after the other, since connections are not shared.
class Cluster {
public:
    Cluster(std::vector<Target> targets, const settings::PoolSettings& settings, const http::Limits& limits,
            std::size_t sources = 1);

    std::size_t pick(std::size_t source = 0)
    {
        const auto next = m_targets == 1 ? 0 : m_next.fetch_add(1, std::memory_order_relaxed) % m_targets;
        return place(next, source);
    }
    // Where the target's pool for that source is.
    std::size_t place(std::size_t target, std::size_t source) const { return source * m_targets + target; }
    std::size_t sources() const { return m_pools.size() / m_targets; }
    std::size_t targetAt(std::size_t place) const { return place % m_targets; }
    std::size_t size() const { return m_pools.size(); }
    ConnectionPool& pool(std::size_t index) { return *m_pools[index]; }
    const ConnectionPool& pool(std::size_t index) const { return *m_pools[index]; }

    void attach(int worker, net::IoContext& context, net::DeadlineWheel& wheel);
    void detach(int worker);
    void configure(const settings::PoolSettings& settings);
    void sweep(int worker, base::TimePoint now);
    PoolLevels takeLevels(base::TimePoint now); // of all pools together

private:
    std::vector<std::unique_ptr<ConnectionPool>> m_pools; // by source, then target
    std::size_t m_targets;
    std::atomic<std::size_t> m_next{0};
};

} // namespace weir::upstream
