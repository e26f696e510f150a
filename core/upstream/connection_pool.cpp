// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/upstream/connection_pool.h"

#include "core/upstream/connect.h"

#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

namespace weir::upstream {

namespace {

// An idle connection younger than this is not asked whether its peer has closed it: the question costs a system call,
// and where connections rest for less there is no time for it. A peer that closes behind its reply without a word is
// found out by then, so that only a close within a request is the request's failure.
constexpr base::Nanos freshlyIdle = std::chrono::milliseconds{1};

base::Nanos milliseconds(double value)
{
    return std::chrono::duration_cast<base::Nanos>(std::chrono::duration<double, std::milli>(value));
}

std::unexpected<base::Error> refusal(base::Errc reason)
{
    if (reason == base::Errc::Unavailable)
        return base::fail(reason, "no connection became free within pool.acquire_timeout_ms");
    return base::fail(reason);
}

base::Nanos seconds(double value)
{
    return std::chrono::duration_cast<base::Nanos>(std::chrono::duration<double>(value));
}

} // namespace

// An exchange in the queue. Lives in its coroutine's frame, which stays until the waiter has been woken.
struct ConnectionPool::Waiter final : net::Interruptible {
    Waiter(ConnectionPool& owner, int itsWorker, WorkerSide& side)
        : pool(owner)
        , worker(itsWorker)
        , woken(side.context->get_executor())
    {
    }

    void interrupt() noexcept override { pool.giveUp(*this, base::Errc::Cancelled); }
    static void expired(void* self) noexcept
    {
        auto* waiter = static_cast<Waiter*>(self);
        waiter->pool.giveUp(*waiter, base::Errc::Unavailable);
    }

    ConnectionPool& pool;
    int worker;
    net::OneShot woken;
    net::Deadline deadline{&Waiter::expired, this};
    std::unique_ptr<PooledConnection> connection; // with a grant of an open one
    std::optional<base::Errc> refused;
};

Lease::Lease(Lease&& other) noexcept
    : m_pool(std::exchange(other.m_pool, nullptr))
    , m_worker(other.m_worker)
    , m_connection(std::move(other.m_connection))
{
}

Lease& Lease::operator=(Lease&& other) noexcept
{
    if (this != &other) {
        release();
        m_pool = std::exchange(other.m_pool, nullptr);
        m_worker = other.m_worker;
        m_connection = std::move(other.m_connection);
    }
    return *this;
}

const Target& Lease::target() const
{
    return m_pool->target();
}

net::Task<base::Result<ConnectTimes>> Lease::reconnect(net::Interruption& interruption)
{
    m_connection.reset(); // closed before the new one opens: the permit stands for one socket
    return m_pool->openConnection(*this, interruption);
}

void Lease::release()
{
    if (auto* pool = std::exchange(m_pool, nullptr))
        pool->giveBack(m_worker, std::move(m_connection));
}

ConnectionPool::ConnectionPool(const Target& target, const settings::PoolSettings& settings, const http::Limits& limits)
    : m_target(target)
    , m_limits(limits)
    , m_settings(settings)
    , m_settled(base::now())
{
}

ConnectionPool::~ConnectionPool() = default;

void ConnectionPool::attach(int worker, net::IoContext& context, net::DeadlineWheel& wheel)
{
    const std::lock_guard lock{m_mutex};
    if (m_workers.size() <= static_cast<std::size_t>(worker))
        m_workers.resize(static_cast<std::size_t>(worker) + 1);
    auto& side = m_workers[static_cast<std::size_t>(worker)];
    side.context = &context;
    side.wheel = &wheel;
    side.memo = std::make_unique<http::HeadMemo>();
}

void ConnectionPool::detach(int worker)
{
    const std::lock_guard lock{m_mutex};
    auto& side = m_workers[static_cast<std::size_t>(worker)];
    settle(base::now());
    m_open -= static_cast<int>(side.idle.size());
    side.idle.clear();
    side.context = nullptr; // nothing is posted to it any more
    serveWaiters(base::now());
}

Lease ConnectionPool::leaseOf(int worker, std::unique_ptr<PooledConnection> connection)
{
    Lease lease;
    lease.m_pool = this;
    lease.m_worker = worker;
    lease.m_connection = std::move(connection);
    return lease;
}

std::optional<Lease> ConnectionPool::acquireIdle(int worker, base::TimePoint now)
{
    const std::lock_guard lock{m_mutex};
    if (!m_waiters.empty())
        return std::nullopt;
    settle(now);
    auto connection = takeIdle(m_workers[static_cast<std::size_t>(worker)], now);
    if (!connection)
        return std::nullopt;
    ++m_inUse;
    m_levels.inUseMax = std::max(m_levels.inUseMax, m_inUse);
    return leaseOf(worker, std::move(connection));
}

net::Task<base::Result<ConnectionPool::Acquired>> ConnectionPool::acquire(int worker, net::Interruption& interruption)
{
    Acquired acquired;
    if (auto idle = acquireIdle(worker, base::now())) {
        acquired.lease = *std::move(idle);
        co_return acquired;
    }
    std::unique_lock lock{m_mutex};
    const auto now = base::now();
    settle(now);
    auto& side = m_workers[static_cast<std::size_t>(worker)];
    if (m_waiters.empty() && m_open < m_settings.maxConnections) {
        ++m_open;
        ++m_inUse;
        m_levels.inUseMax = std::max(m_levels.inUseMax, m_inUse);
        acquired.lease = leaseOf(worker, nullptr);
    }
    if (!acquired.lease) {
        if (m_waiters.size() >= static_cast<std::size_t>(m_settings.maxPending))
            co_return base::fail(base::Errc::TooLarge,
                                 fmt::format("{} requests were waiting for a connection already (pool.max_pending)",
                                             m_settings.maxPending));
        Waiter waiter(*this, worker, side);
        m_waiters.push_back(&waiter);
        m_levels.pendingMax = std::max(m_levels.pendingMax, static_cast<int>(m_waiters.size()));
        side.wheel->arm(waiter.deadline, now + milliseconds(m_settings.acquireTimeoutMs));
        askForIdle();
        lock.unlock();
        {
            const net::Interruption::Scope scope(interruption, waiter, net::Wait::Permit);
            co_await waiter.woken.wait();
        }
        waiter.deadline.disarm();
        if (waiter.refused)
            co_return refusal(*waiter.refused);
        acquired.lease = leaseOf(worker, std::move(waiter.connection));
    } else {
        lock.unlock();
    }
    if (!acquired.lease.m_connection) {
        const auto opened = co_await openConnection(acquired.lease, interruption);
        if (!opened)
            co_return std::unexpected(opened.error());
        acquired.connects = 1;
        acquired.opening = *opened;
    }
    co_return acquired;
}

net::Task<base::Result<ConnectTimes>> ConnectionPool::openConnection(Lease& lease, net::Interruption& interruption)
{
    TargetName::Patience patience;
    net::IoContext* context = nullptr;
    net::DeadlineWheel* wheel = nullptr;
    http::HeadMemo* memo = nullptr;
    {
        const std::lock_guard lock{m_mutex};
        patience.lifetime = seconds(m_settings.dnsTtlS);
        patience.wait = milliseconds(m_settings.connectTimeoutMs);
        context = m_workers[static_cast<std::size_t>(lease.m_worker)].context;
        wheel = m_workers[static_cast<std::size_t>(lease.m_worker)].wheel;
        memo = m_workers[static_cast<std::size_t>(lease.m_worker)].memo.get();
    }
    TargetName::Found found;
    if (m_target.name) {
        auto looked = co_await m_target.name->find(*context, *wheel, interruption, patience);
        if (!looked)
            co_return std::unexpected(looked.error());
        found = *std::move(looked);
    }
    const std::span<const net::Tcp::endpoint> addresses = m_target.name ? found.addresses : m_target.addresses;
    lease.m_connection = std::make_unique<PooledConnection>(*context, m_limits, *memo);
    auto& stream = lease.m_connection->client.stream();
    const net::Interruption::Scope scope(interruption, stream, net::Wait::Connect);
    auto connected = co_await connect(stream, m_target, addresses, patience.wait, *wheel, &interruption);
    lease.m_connection->opened = base::now();
    if (connected)
        connected->lookup = found.took;
    else
        lease.m_connection.reset();
    co_return connected;
}

std::unique_ptr<PooledConnection> ConnectionPool::takeIdle(WorkerSide& side, base::TimePoint now)
{
    while (!side.idle.empty()) {
        auto connection = std::move(side.idle.back());
        side.idle.pop_back();
        const bool stale = now - connection->idleSince > freshlyIdle && connection->client.stream().isStale();
        if (!stale && !isWorn(*connection, now))
            return connection;
        connection.reset();
        --m_open;
    }
    return nullptr;
}

bool ConnectionPool::isWorn(const PooledConnection& connection, base::TimePoint now) const
{
    const auto most = static_cast<std::uint64_t>(m_settings.maxRequestsPerConnection);
    return (most > 0 && connection.requests >= most)
        || (m_settings.maxLifetimeS > 0 && now - connection.opened >= seconds(m_settings.maxLifetimeS));
}

void ConnectionPool::giveUp(Waiter& waiter, base::Errc reason)
{
    const std::lock_guard lock{m_mutex};
    const auto at = std::ranges::find(m_waiters, &waiter);
    if (at == m_waiters.end())
        return; // granted already; the wake-up is on its way
    settle(base::now());
    m_waiters.erase(at);
    waiter.refused = reason;
    waiter.woken.set();
}

// Wakes on the waiter's own thread.
void ConnectionPool::grant(Waiter& waiter, std::unique_ptr<PooledConnection> connection)
{
    waiter.connection = std::move(connection);
    auto* context = m_workers[static_cast<std::size_t>(waiter.worker)].context;
    net::asio::post(*context, [&waiter] { waiter.woken.set(); });
}

void ConnectionPool::giveBack(int worker, std::unique_ptr<PooledConnection> connection)
{
    const auto now = base::now();
    const std::lock_guard lock{m_mutex};
    settle(now);
    --m_inUse;
    auto& side = m_workers[static_cast<std::size_t>(worker)];
    const bool keep = side.context && connection && connection->client.isReusable() && !isWorn(*connection, now)
        && m_open <= m_settings.maxConnections;
    if (!keep && connection && connection->client.isSending())
        retire(std::move(connection));
    else if (!keep)
        connection.reset();
    if (m_open > m_settings.maxConnections) {
        --m_open;
        return;
    }
    if (m_waiters.empty()) {
        if (connection) {
            connection->idleSince = now;
            side.idle.push_back(std::move(connection));
        } else {
            --m_open;
        }
        return;
    }
    auto& next = *m_waiters.front();
    m_waiters.pop_front();
    ++m_inUse;
    if (next.worker != worker) {
        connection.reset();
        grant(next, nullptr);
    } else { // on its thread already
        next.connection = std::move(connection);
        next.woken.set();
    }
}

// A reply came to its end before the request's body was sent. The socket closes now, the object lives on until the
// coroutine that sends has noticed.
void ConnectionPool::retire(std::unique_ptr<PooledConnection> connection)
{
    auto& client = connection->client;
    client.stream().interrupt();
    client.stream().close();
    client.whenSent([kept = std::move(connection)] {});
}

// Hands out what there is: to the first in the queue an idle connection of its own worker, or a permit. Those two may
// stand beside a queue where one worker's waiter came while another's was being served.
void ConnectionPool::serveWaiters(base::TimePoint now)
{
    settle(now);
    while (!m_waiters.empty()) {
        auto& next = *m_waiters.front();
        auto& idle = m_workers[static_cast<std::size_t>(next.worker)].idle;
        if (idle.empty() && m_open >= m_settings.maxConnections)
            break;
        std::unique_ptr<PooledConnection> connection;
        if (idle.empty()) {
            ++m_open;
        } else {
            connection = std::move(idle.back());
            idle.pop_back();
        }
        m_waiters.pop_front();
        ++m_inUse;
        grant(next, std::move(connection));
    }
    m_levels.inUseMax = std::max(m_levels.inUseMax, m_inUse);
    askForIdle();
}

// Another worker's idle connection holds a permit that the first in the queue can use.
void ConnectionPool::askForIdle()
{
    if (m_waiters.empty())
        return;
    for (std::size_t w = 0; w < m_workers.size(); ++w) {
        if (static_cast<int>(w) == m_waiters.front()->worker || m_workers[w].idle.empty() || !m_workers[w].context)
            continue;
        net::asio::post(*m_workers[w].context, [this, w] { shedIdle(static_cast<int>(w)); });
        return;
    }
}

void ConnectionPool::shedIdle(int worker)
{
    const std::lock_guard lock{m_mutex};
    auto& idle = m_workers[static_cast<std::size_t>(worker)].idle;
    if (m_waiters.empty())
        return;
    settle(base::now());
    if (!idle.empty() && m_waiters.front()->worker != worker) {
        idle.erase(idle.begin());
        --m_open;
    }
    serveWaiters(base::now());
}

void ConnectionPool::configure(const settings::PoolSettings& settings)
{
    const std::lock_guard lock{m_mutex};
    settle(base::now());
    m_settings = settings;
    serveWaiters(base::now());
    for (std::size_t w = 0; w < m_workers.size(); ++w)
        if (m_workers[w].context)
            net::asio::post(*m_workers[w].context, [this, w] { trimIdle(static_cast<int>(w)); });
}

void ConnectionPool::trimIdle(int worker)
{
    const std::lock_guard lock{m_mutex};
    settle(base::now());
    auto& idle = m_workers[static_cast<std::size_t>(worker)].idle;
    while (m_open > m_settings.maxConnections && !idle.empty()) {
        idle.erase(idle.begin());
        --m_open;
    }
}

void ConnectionPool::sweep(int worker, base::TimePoint now)
{
    const std::lock_guard lock{m_mutex};
    settle(now);
    auto& idle = m_workers[static_cast<std::size_t>(worker)].idle;
    const auto gone = std::erase_if(idle, [&](const auto& connection) {
        return now - connection->idleSince >= seconds(m_settings.idleTimeoutS) || isWorn(*connection, now)
            || (now - connection->idleSince > freshlyIdle && connection->client.stream().isStale());
    });
    m_open -= static_cast<int>(gone);
    serveWaiters(now);
}

// Carries the integrals up to now; before every change of what they integrate.
void ConnectionPool::settle(base::TimePoint now)
{
    const double span = std::chrono::duration<double>(now - m_settled).count();
    if (span <= 0)
        return;
    m_settled = now;
    m_levels.inUseSeconds += span * m_inUse;
    m_levels.pendingSeconds += span * static_cast<double>(m_waiters.size());
    m_levels.openSeconds += span * m_open;
    m_levels.limitSeconds += span * m_settings.maxConnections;
}

PoolLevels ConnectionPool::takeLevels(base::TimePoint now)
{
    const std::lock_guard lock{m_mutex};
    settle(now);
    m_levels.limit = m_settings.maxConnections;
    auto taken = std::exchange(m_levels, PoolLevels{});
    m_levels.inUseMax = m_inUse;
    m_levels.pendingMax = static_cast<int>(m_waiters.size());
    return taken;
}

int ConnectionPool::open() const
{
    const std::lock_guard lock{m_mutex};
    return m_open;
}

} // namespace weir::upstream
