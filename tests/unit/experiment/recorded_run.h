// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/comparison.h"
#include "core/metrics/collector.h"
#include "tests/unit/metrics/samples.h"

// A run as a collector has it, of seconds that are alike: what comparisons read. Test threads only.
namespace weir::test {

struct RecordedRun {
    std::string name = "run";
    std::uint64_t seed = 1;
    int seconds = 30;
    int rate = 200;
    double medianMs = 4;
    double likeness = 0.4; // of a second with the one before
    double swing = 0.05;   // of the level from second to second
    double failing = 0;    // share that fails at once
    std::vector<std::string> endpoints{"search", "product"};
    double secondEndpointMs = 0;    // of the second endpoint; 0: as the others
    double secondEndpointFails = 0; // share of its requests
    settings::Scenario scenario{};

    experiment::ComparedRun run() const
    {
        metrics::RunInfo info;
        info.runId = "20260131T08153" + std::to_string(seed % 10) + "-" + name;
        info.startedAt = base::WallTime{std::chrono::seconds{1769847330}};
        info.scenario = "Shop";
        info.endpoints = endpoints;
        metrics::IntervalExchange exchange;
        metrics::Recorder recorder{exchange, 0, endpoints.size(), base::TimePoint{1h}};
        metrics::Collector collector{info, endpoints.size()};
        base::Random random{seed * 104729};
        collector.beginPhase(metrics::measuredPhase, 0s);
        double state = random.normal();
        for (int tick = 0; tick < seconds * 5; ++tick) {
            if (tick % 5 == 0)
                state = likeness * state + std::sqrt(1 - likeness * likeness) * random.normal();
            for (int i = 0; i < rate / 5; ++i)
                record(recorder, random, std::exp(swing * state), i);
            recorder.flush(10ms, 200ms);
            collector.merge(exchange.takeFull());
            // Ticks come when they can: a second is never exactly one.
            collector.tick((tick + 1) * base::Nanos{200ms} + base::Nanos{random.between(-100'000, 100'000)});
        }
        collector.beginDrain(seconds * base::Nanos{1s});
        collector.setState(metrics::RunState::Finished);
        return {name, collector.publish(), {std::make_shared<const settings::Scenario>(scenario)}};
    }

private:
    void record(metrics::Recorder& recorder, base::Random& random, double level, int i) const
    {
        const auto endpoint = static_cast<metrics::EndpointId>(static_cast<std::size_t>(i) % endpoints.size());
        const bool isSecond = endpoint == 1;
        const double median = isSecond && secondEndpointMs > 0 ? secondEndpointMs : medianMs;
        const bool fails = random.unit() < (isSecond ? std::max(failing, secondEndpointFails) : failing);
        const auto response = drawn(random, base::Nanos{std::llround(median * level * 1e6)});
        auto sample = fails ? failedSample(metrics::Outcome::StatusError, 503, endpoint) : sampleOf(response, endpoint);
        recorder.countPlanned(metrics::measuredPhase, 0, endpoint);
        recorder.record(sample, 1, {"GET", "/"});
    }
};

} // namespace weir::test
