// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codec/state_cache.h"
#include "core/load/requester.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>

namespace weir::tests {

inline settings::Scenario requestTo(const std::string& url, const std::string& target,
                                    const std::string& method = "GET")
{
    settings::Scenario scenario;
    scenario.target.urls = {url};
    auto& request = scenario.requests["one"];
    request.method = method;
    request.url = target;
    if (method == "POST") {
        request.body = "a body";
        request.headers = {"Content-Type: text/plain"};
    }
    return scenario;
}

// One worker's requester, driven by the test, and what it has recorded.
class Bench {
public:
    explicit Bench(const settings::Scenario& scenario, const net::LookUpFunction& lookUp = net::lookUp)
        : m_services(targetsOf(scenario, lookUp), scenario, proxy::sideOf(scenario.load.path))
        , m_recorder(m_intervals, 0, 1)
        , m_requester(m_worker, m_services, load::RequestSource::make(scenario, 0).value(), m_recorder, failures, 1,
                      base::now())
    {
        m_services.cluster.attach(0, m_io, m_wheel);
        m_requester.configure(scenario, 0);
    }
    ~Bench()
    {
        m_requester.abandonAll();
        runUntil([this] { return m_running == 0; });
        m_services.cluster.detach(0);
    }

    template <typename Predicate>
    bool runUntil(Predicate reached, std::chrono::milliseconds limit = std::chrono::seconds{20})
    {
        const auto end = base::now() + limit;
        while (!reached()) {
            if (base::now() > end)
                return false;
            m_io.run_one_for(std::chrono::milliseconds{5});
        }
        return true;
    }

    void begin()
    {
        ++m_running;
        m_recorder.countPlanned(metrics::measuredPhase, 0, 0);
        boost::asio::co_spawn(m_io, m_requester.request(0, metrics::measuredPhase, base::now()),
                              [this](std::exception_ptr bug) {
                                  if (bug)
                                      std::rethrow_exception(bug);
                                  --m_running;
                              });
    }
    metrics::Counters run(int times = 1)
    {
        for (int i = 0; i < times; ++i) {
            begin();
            runUntil([this] { return m_running == 0; });
        }
        return counters();
    }
    // Since the last call.
    metrics::Counters counters()
    {
        metrics::Counters sum;
        m_recorder.flush(base::Nanos{}, base::Nanos{});
        for (const auto& interval : m_intervals.takeFull())
            for (std::size_t i = 0; i < interval->used; ++i)
                sum += interval->slices[i].endpoints[0].counters;
        return sum;
    }

    int running() const { return m_running; }
    load::Requester& requester() { return m_requester; }
    upstream::ConnectionPool& pool() { return m_services.cluster.pool(0); }
    load::FailureLog failures;

private:
    static std::vector<upstream::Target> targetsOf(const settings::Scenario& scenario,
                                                   const net::LookUpFunction& lookUp)
    {
        return {upstream::makeTarget(scenario.target.urls.front(), net::TlsOptions(), lookUp).value()};
    }

    net::IoContext m_io{1};
    boost::asio::executor_work_guard<net::Executor> m_open{m_io.get_executor()};
    net::DeadlineWheel m_wheel{m_io};
    codec::StateCache m_codecs;
    proxy::WorkerContext m_worker{0, m_io, m_wheel, m_codecs};
    proxy::Services m_services;
    metrics::IntervalExchange m_intervals;
    metrics::Recorder m_recorder;
    load::Requester m_requester;
    int m_running = 0;
};

inline std::uint64_t of(const metrics::Counters& counters, metrics::Outcome outcome)
{
    return counters.outcomes[static_cast<std::size_t>(outcome)];
}

} // namespace weir::tests
