// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codec/state_cache.h"
#include "core/load/requester.h"
#include "tests/support/scripted_server.h"

#include <boost/asio/executor_work_guard.hpp>

#include <cstdint>

namespace weir::bench {

// How often this thread has allocated so far.
std::uint64_t allocations();

// Replies from the cache in process, as a worker's users ask for them: request filled from its template, deadline
// armed, all default stages, body measured, one sample recorded.
class CachedExchanges {
public:
    // `accepted`: what the client says in Accept-Encoding. The reply is in the cache, and its coding remembered, when
    // this returns.
    CachedExchanges(std::size_t bodyBytes, const std::string& accepted);
    ~CachedExchanges();

    struct Cost {
        double nanoseconds = 0; // of one exchange
        double allocations = 0;
    };
    Cost run(int exchanges);

    // Since the last call; says whether it really was the cache that answered.
    metrics::Counters counters();

private:
    static settings::Scenario scenarioFor(const std::string& url, const std::string& accepted);
    net::Task<> exchange(int times);

    tests::ScriptedServer m_server;
    settings::Scenario m_scenario;
    net::IoContext m_io{1};
    net::DeadlineWheel m_wheel{m_io};
    codec::StateCache m_codecs;
    proxy::WorkerContext m_worker{0, m_io, m_wheel, m_codecs};
    proxy::Services m_services;
    metrics::IntervalExchange m_intervals;
    metrics::Recorder m_recorder;
    load::FailureLog m_failures;
    load::Requester m_requester;
};

} // namespace weir::bench
