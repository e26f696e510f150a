// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/threshold.h"
#include "core/analysis/verdict.h"
#include "core/base/portions.h"
#include "core/load/bursts.h"
#include "core/load/failure_log.h"
#include "core/load/machine_watch.h"
#include "core/load/run_feed.h"
#include "core/load/stop_conditions.h"
#include "core/load/timeline.h"
#include "core/metrics/collector.h"
#include "core/proxy/gateway/gateway.h"
#include "core/proxy/services/services.h"
#include "core/settings/load_curve.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace weir::load {

// The collector's thread: every 100 ms it takes what the workers measured and samples the levels, and publishes every
// other time, at each change and at the end. It works in small portions, since it may well have to share a processor
// with a worker, whose sends must not wait for it.
class Collecting {
public:
    // What a proxy with workers of its own has used and done so far.
    struct ProxyReading {
        base::Nanos cpu{};
        int workers = 0;
        std::uint64_t acceptPauses = 0;
    };
    struct Sources {
        metrics::IntervalExchange& intervals;
        FailureLog& failures;
        upstream::Cluster* cluster = nullptr; // of the arm under way
        std::function<bool()> workersFinished;
        const StopConditions& stop;
        std::function<base::Nanos()> originCpu;              // may be empty
        std::function<metrics::TargetLevels()> targetLevels; // may be empty
        base::Nanos targetLookup{};
        std::function<ProxyReading()> proxy;                  // where the load goes through its listener; or empty
        MachineWatch::Stolen stolenTime;                      // may be empty
        std::function<void(metrics::SnapshotPtr)> onSnapshot; // may be empty
        Listeners listeners;
    };
    struct Plan {
        Timeline timeline;
        bool hasPool = false;
        bool openModel = true;
        double variationOfGaps = 0; // of the arrivals
        settings::LoadCurve load;   // since the timeline's beginning
        Bursts bursts;              // that it is sent in
        std::size_t epochsKept = 0; // 0: all
    };

    Collecting(metrics::RunInfo run, Sources sources, const Plan& plan);
    ~Collecting(); // joins: the workers must finish

    // `newRate` where the change set one. `change` is made in here, so that what was sampled before it is the old
    // epoch's. Published without waiting for the next tick.
    void openEpoch(metrics::EventMark mark, std::optional<double> newRate, const std::function<void()>& change,
                   upstream::Cluster* newCluster = nullptr);
    void endEarly(base::TimePoint now); // stopped by the user
    bool finished() const { return m_finished.load(std::memory_order_acquire); }
    void join();

private:
    struct Order {
        metrics::EventMark mark;
        std::optional<double> newRate; // in place of the planned load from then on
        base::TimePoint at;
        upstream::PoolLevels levels; // up to then, of the epoch that ends
    };

    void run();
    void round();
    void publish(base::Nanos now);
    void followPhases(base::TimePoint now);
    void followEnd(base::TimePoint now);
    void addLevels(const upstream::PoolLevels& pool, base::TimePoint until);
    void beginEpochs(std::vector<Order>& orders);
    void judge();
    void judgeEpochs(base::TimePoint now);
    analysis::VerdictInput judged(metrics::PhaseId phase, base::TimePoint now) const;
    analysis::VerdictInput judged(const metrics::EpochTotals& epoch, base::TimePoint now) const;
    void addRest(analysis::VerdictInput& input, metrics::PhaseId phase) const;
    double plannedRequests(base::TimePoint from, base::TimePoint until) const;
    double plannedOfAll(base::TimePoint from, base::TimePoint until) const;
    base::Nanos since(base::TimePoint when) const { return when - m_plan.timeline.begin; }

    Sources m_sources;
    Plan m_plan;
    base::Portions m_portions;
    metrics::Collector m_collector;
    RunFeed m_feed;
    metrics::RunState m_state = metrics::RunState::Starting;
    metrics::RunState m_published = metrics::RunState::Starting;
    base::Nanos m_publishDue{};
    base::TimePoint m_lastLevels;
    base::Nanos m_originCpu{};
    base::Nanos m_proxyCpu{};
    std::uint64_t m_acceptPauses = 0;
    MachineWatch m_machine;
    struct LiveRate {
        base::TimePoint since;
        double rate = 0;
    };
    std::vector<analysis::Threshold> m_thresholds;
    std::vector<LiveRate> m_liveRates; // that took the place of the plan, one after the other
    metrics::PhaseId m_phase = metrics::warmUpPhase;

    std::mutex m_mutex; // guards the orders
    std::condition_variable m_wake;
    std::vector<Order> m_orders;
    std::optional<base::TimePoint> m_endEarly;
    std::atomic<bool> m_finished{false};
    std::thread m_thread;
};

} // namespace weir::load
