// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/client_connection.h"
#include "core/http/head_memo.h"
#include "core/net/deadline_wheel.h"
#include "core/net/interruption.h"
#include "core/net/one_shot.h"
#include "core/settings/pool_settings.h"
#include "core/upstream/connect.h"
#include "core/upstream/target.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace weir::upstream {

class ConnectionPool;

// An open connection to a target. Lives, and is used, on the worker that opened it.
struct PooledConnection {
    PooledConnection(net::IoContext& context, const http::Limits& limits, http::HeadMemo& memo)
        : client(context, limits, &memo)
    {
    }

    http::ClientConnection client;
    base::TimePoint opened;
    base::TimePoint idleSince;
    std::uint64_t requests = 0;
};

// The right to use one connection, and the connection. Gives both back when destroyed. One worker's.
class Lease {
public:
    Lease() = default;
    Lease(Lease&& other) noexcept;
    Lease& operator=(Lease&& other) noexcept;
    ~Lease() { release(); }

    explicit operator bool() const { return m_pool != nullptr; }
    http::ClientConnection& client() { return m_connection->client; }
    const http::ClientConnection& client() const { return m_connection->client; }
    bool isReused() const { return m_connection->requests > 0; }
    void countRequest() { ++m_connection->requests; }
    const Target& target() const;

    // Replaces the connection by a new one under the same permit: the old one turned out to be stale.
    net::Task<base::Result<ConnectTimes>> reconnect(net::Interruption& interruption);

    // Back to the pool for the next exchange if the connection can take one, else closed.
    void release();

private:
    friend class ConnectionPool;
    ConnectionPool* m_pool = nullptr;
    int m_worker = 0;
    std::unique_ptr<PooledConnection> m_connection;
};

// What the pool did over a stretch of time.
struct PoolLevels {
    double inUseSeconds = 0; // integrals over the stretch
    double limitSeconds = 0;
    double pendingSeconds = 0;
    double openSeconds = 0;
    int inUseMax = 0;
    int pendingMax = 0;
    int limit = 0;
};

// The connections to one target, shared by all workers. A permit is an open socket, busy, idle or connecting, and there
// are never more than pool.max_connections of them. Waiters are served first come, first served across workers. A
// waiter on another worker than the freed connection's gets its permit: that socket is closed before it opens its own.
// State is behind one mutex, held for a few dozen instructions (20 ns uncontended). Outlives the workers' exchanges.
class ConnectionPool {
public:
    ConnectionPool(const Target& target, const settings::PoolSettings& settings, const http::Limits& limits);
    ~ConnectionPool();

    // Before the first acquire, from each worker: its loop and its wheel, both outliving the pool's use by it.
    void attach(int worker, net::IoContext& context, net::DeadlineWheel& wheel);
    // Closes the worker's idle connections; on the worker's thread, once no exchange of it is left.
    void detach(int worker);

    struct Acquired {
        Lease lease;
        int connects = 0;     // connections opened for it
        ConnectTimes opening; // of that one
    };
    // Errors: Unavailable (waited acquire_timeout_ms), TooLarge (max_pending are waiting), Cancelled, and connect's.
    net::Task<base::Result<Acquired>> acquire(int worker, net::Interruption& interruption);
    // An idle connection, where there is one and nobody waits: what acquire begins with, without its coroutine.
    std::optional<Lease> acquireIdle(int worker, base::TimePoint now);

    // Live change: more room serves waiters at once, less closes idle connections now and busy ones when they are free.
    void configure(const settings::PoolSettings& settings);

    // Closes what has been idle or open for too long, or was closed by the target. On the worker's thread, each second.
    void sweep(int worker, base::TimePoint now);

    PoolLevels takeLevels(base::TimePoint now); // since the last call
    int open() const;
    const Target& target() const { return m_target; }

private:
    friend class Lease;
    struct Waiter;
    struct WorkerSide {
        net::IoContext* context = nullptr;
        net::DeadlineWheel* wheel = nullptr;
        std::unique_ptr<http::HeadMemo> memo;                // the worker's own
        std::vector<std::unique_ptr<PooledConnection>> idle; // last used at the back
    };
    // All of these need the mutex.
    std::unique_ptr<PooledConnection> takeIdle(WorkerSide& side, base::TimePoint now);
    void serveWaiters(base::TimePoint now);
    void grant(Waiter& waiter, std::unique_ptr<PooledConnection> connection);
    void askForIdle();
    bool isWorn(const PooledConnection& connection, base::TimePoint now) const;
    void settle(base::TimePoint now);

    net::Task<base::Result<ConnectTimes>> openConnection(Lease& lease, net::Interruption& interruption);
    Lease leaseOf(int worker, std::unique_ptr<PooledConnection> connection);
    static void retire(std::unique_ptr<PooledConnection> connection);
    void giveUp(Waiter& waiter, base::Errc reason);
    void giveBack(int worker, std::unique_ptr<PooledConnection> connection);
    void shedIdle(int worker);
    void trimIdle(int worker);

    const Target m_target;
    const http::Limits m_limits;

    mutable std::mutex m_mutex; // guards everything below
    settings::PoolSettings m_settings;
    std::vector<WorkerSide> m_workers;
    std::deque<Waiter*> m_waiters;
    int m_open = 0;  // permits taken
    int m_inUse = 0; // of them, by exchanges; connecting included
    PoolLevels m_levels;
    base::TimePoint m_settled;
};

} // namespace weir::upstream
