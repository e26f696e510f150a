// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/collector.h"
#include "core/report/run_report.h"
#include "tests/unit/metrics/samples.h"

// A run of two epochs in which everything that a report shows occurs. Always the same.
namespace weir::test {

class SampleRun {
public:
    report::RunReport report()
    {
        m_collector.beginPhase(metrics::warmUpPhase, 0s);
        measure(metrics::warmUpPhase, 0, 0s, 1s);
        m_collector.beginPhase(metrics::measuredPhase, 1s);
        measure(metrics::measuredPhase, 0, 1s, 6s);
        m_collector.beginEpoch({.number = 0, .at = 6s, .epoch = 1, .text = "pool.max_connections 64 → 2"});
        measure(metrics::measuredPhase, 1, 6s, 11s);
        m_collector.beginDrain(11s);
        addFailures();
        const metrics::Verdict suspect{metrics::Verdict::Level::Suspect,
                                       {"1.0 % of the requests went out more than 1 ms late, more than 0.50 %."}};
        m_collector.setVerdictOn(metrics::measuredPhase, suspect);
        m_collector.setVerdict(suspect);
        m_collector.setState(metrics::RunState::Finished);
        return {m_collector.publish(), scenarios(), nullptr};
    }

    static metrics::RunInfo info()
    {
        metrics::RunInfo info;
        info.runId = "20260131T081530-4f2a";
        info.startedAt = base::WallTime{std::chrono::seconds{1769847330} + 250ms};
        info.scenario = "Shop, \"demo\"";
        info.label = "=before";
        info.endpoints = {"search", "@product"};
        info.warmup = 1s;
        info.duration = 10s;
        info.target = "http://127.0.0.1:41873";
        info.builtInOrigin = true;
        return info;
    }

private:
    static std::vector<std::shared_ptr<const settings::Scenario>> scenarios()
    {
        settings::Scenario first;
        first.scenario.name = "Shop, \"demo\"";
        first.scenario.thresholds = {"p(50)<10", "error_ratio<0.01"};
        first.load.durationS = 10;
        first.load.warmupS = 1;
        auto& search = first.requests["search"];
        search.url = "/search?q=tea&api_key=verysecret";
        search.headers = {"Authorization: Bearer topsecret", "X-Trace: 1"};
        first.requests["@product"].headers = {"Authorization: Bearer ${API_TOKEN}"};
        auto second = first;
        second.pool.maxConnections = 2;
        return {std::make_shared<const settings::Scenario>(first), std::make_shared<const settings::Scenario>(second)};
    }

    metrics::Sample sample(int i, metrics::PhaseId phase, metrics::EpochId epoch)
    {
        const auto slower = epoch == 0 ? 1 : 3;
        auto sample = i % 50 == 0 ? failedSample(metrics::Outcome::StatusError, 503)
                                  : sampleOf(drawn(m_random, slower * 4ms));
        sample.endpoint = i % 4 == 0 ? 1 : 0;
        sample.phase = phase;
        sample.epoch = epoch;
        sample.cache = i % 3 == 0 ? metrics::CacheStatus::Hit : metrics::CacheStatus::Miss;
        sample.usedConnection = i % 3 != 0;
        sample.connects = i == 1 ? 1 : 0;
        sample.poolWait = sample.usedConnection ? slower * 100us : 0us;
        sample.upstreamWireBytes = sample.usedConnection ? 1000 : 0;
        sample.sentBytes = sample.usedConnection ? 80 : 0;
        if (i % 100 == 0)
            sample.intended -= 2ms;
        return sample;
    }

    void measure(metrics::PhaseId phase, metrics::EpochId epoch, base::Nanos begin, base::Nanos end)
    {
        for (auto at = begin + 100ms; at <= end; at += 100ms) {
            for (int i = 0; i < 40; ++i, ++m_drawn) {
                const auto one = sample(m_drawn, phase, epoch);
                m_recorder.countPlanned(phase, epoch, one.endpoint);
                m_recorder.record(one, 1, {"GET", one.endpoint == 0 ? "/search?q=tea&api_key=s3cret" : "/product/1"});
            }
            m_recorder.flush(10ms, 100ms);
            m_collector.merge(m_exchange.takeFull());
            addLevels(epoch);
            m_collector.tick(at);
        }
    }

    void addLevels(metrics::EpochId epoch)
    {
        metrics::Levels levels;
        levels.span = 100ms;
        levels.hasPool = true;
        levels.poolLimit = epoch == 0 ? 64 : 2;
        levels.poolLimitSeconds = 0.1 * static_cast<double>(levels.poolLimit);
        levels.poolInUseSeconds = 0.15;
        levels.poolInUseMax = 2;
        levels.poolPendingMax = epoch == 0 ? 0 : 7;
        levels.poolOpenSeconds = 0.2;
        levels.hasOrigin = true;
        levels.originCpu = 20ms;
        m_collector.addLevels(levels);
    }

    void addFailures()
    {
        m_collector.addFailure({.endpoint = 0,
                                .outcome = metrics::Outcome::StatusError,
                                .status = 503,
                                .detail = "",
                                .request = "GET /search?q=tea&api_key=verysecret",
                                .body = "{\"error\":\"overloaded\"}\nsecond line",
                                .at = 1s});
    }

    metrics::IntervalExchange m_exchange;
    metrics::Recorder m_recorder{m_exchange, 0, 2, base::TimePoint{1h}};
    metrics::Collector m_collector{info(), 2};
    base::Random m_random{17};
    int m_drawn = 0;
};

} // namespace weir::test
