// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/upstream/connection_pool.h"
#include "tests/support/scripted_server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>

#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

// A pool, its workers' loops, and exchanges on them. The loops are driven by the test's own thread, so what happens on
// several workers happens in an order that the test chooses.
namespace weir::tests {

using Acquired = base::Result<upstream::ConnectionPool::Acquired>;

inline upstream::Target targetAt(const std::string& url)
{
    auto target = upstream::makeTarget(url, net::TlsOptions());
    return target ? *target : upstream::Target();
}

// One exchange over a lease, received to its end.
inline net::Task<bool> roundTrip(upstream::Lease& lease)
{
    http::Request request;
    request.headers.add("Host", "localhost");
    lease.countRequest();
    const auto sent = co_await lease.client().send(request);
    if (!sent)
        co_return false;
    http::Response response;
    const auto head = co_await lease.client().receiveHead(response, http::ReplyContext());
    if (!head)
        co_return false;
    for (;;) {
        const auto piece = co_await lease.client().receiveBody();
        if (!piece || piece->empty())
            co_return piece.has_value();
    }
}

struct PoolWorker {
    net::IoContext io{1};
    boost::asio::executor_work_guard<net::Executor> open{io.get_executor()};
    net::DeadlineWheel wheel{io};
};

class PoolSetup {
public:
    PoolSetup(const std::string& url, const settings::PoolSettings& settings, int workers = 1)
        : PoolSetup(targetAt(url), settings, workers)
    {
    }
    PoolSetup(const upstream::Target& target, const settings::PoolSettings& settings, int workers = 1)
        : pool(target, settings, http::Limits())
    {
        for (int i = 0; i < workers; ++i) {
            m_workers.push_back(std::make_unique<PoolWorker>());
            pool.attach(i, m_workers.back()->io, m_workers.back()->wheel);
        }
    }
    ~PoolSetup() { detach(); }

    void detach()
    {
        for (std::size_t i = 0; i < m_workers.size() && !m_detached; ++i)
            pool.detach(static_cast<int>(i));
        m_detached = true;
    }

    PoolWorker& worker(int index) { return *m_workers[static_cast<std::size_t>(index)]; }

    template <typename Predicate>
    bool runUntil(Predicate reached, std::chrono::milliseconds limit = std::chrono::seconds{10})
    {
        const auto end = base::now() + limit;
        while (!reached()) {
            if (base::now() > end)
                return false;
            for (auto& worker : m_workers)
                worker->io.poll();
            if (!reached())
                m_workers.front()->io.run_one_for(std::chrono::milliseconds{1});
        }
        return true;
    }
    // All that can happen without anything new from outside.
    void settle()
    {
        for (bool ran = true; ran;) {
            ran = false;
            for (auto& worker : m_workers)
                ran = worker->io.poll() > 0 || ran;
        }
    }

    upstream::ConnectionPool pool;

private:
    std::vector<std::unique_ptr<PoolWorker>> m_workers;
    bool m_detached = false;
};

// One that wants a connection, on a worker. Begins at once; ends by being granted or refused, or by interrupt().
class Wanting {
public:
    Wanting(PoolSetup& setup, int worker = 0) : m_setup(setup), m_worker(worker)
    {
        boost::asio::co_spawn(setup.worker(worker).io, setup.pool.acquire(worker, m_interruption),
                              [state = m_state](std::exception_ptr bug, Acquired acquired) {
                                  if (bug)
                                      std::rethrow_exception(bug);
                                  *state = std::move(acquired);
                              });
        setup.worker(worker).io.poll();
    }
    ~Wanting()
    {
        interrupt();
        m_setup.runUntil([this] { return isDone(); });
    }
    Wanting(const Wanting&) = delete;
    Wanting& operator=(const Wanting&) = delete;

    bool isDone() const { return m_state->has_value(); }
    bool wait()
    {
        return m_setup.runUntil([this] { return isDone(); });
    }
    bool has() const { return isDone() && m_state->value().has_value(); }
    std::optional<base::Errc> refusal() const
    {
        return isDone() && !has() ? std::optional(m_state->value().error().code) : std::nullopt;
    }
    upstream::Lease& lease() { return m_state->value()->lease; }
    int connects() const { return m_state->value()->connects; }
    upstream::ConnectTimes opening() const { return m_state->value()->opening; }
    void interrupt() { m_interruption.request(); }
    net::Interruption& interruption() { return m_interruption; }

    bool getOnce()
    {
        bool ok = false;
        bool done = false;
        boost::asio::co_spawn(m_setup.worker(m_worker).io, roundTrip(lease()), [&](std::exception_ptr, bool result) {
            ok = result;
            done = true;
        });
        m_setup.runUntil([&] { return done; });
        return ok;
    }
    bool reconnect()
    {
        std::optional<base::Status> result;
        boost::asio::co_spawn(m_setup.worker(m_worker).io, lease().reconnect(m_interruption),
                              [&](std::exception_ptr, const base::Result<upstream::ConnectTimes>& times) {
                                  result = times ? base::Status() : std::unexpected(times.error());
                              });
        m_setup.runUntil([&] { return result.has_value(); });
        return result && result->has_value();
    }
    void giveBack() { lease().release(); }

private:
    PoolSetup& m_setup;
    int m_worker;
    net::Interruption m_interruption;
    std::shared_ptr<std::optional<Acquired>> m_state = std::make_shared<std::optional<Acquired>>();
};

inline Answer hello(const SeenRequest&)
{
    return reply(200, {}, "hello");
}

} // namespace weir::tests
