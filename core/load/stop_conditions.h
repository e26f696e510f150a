// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/metrics/run_end.h"
#include "core/settings/load_settings.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

namespace weir::load {

// What ends a run before its time: a number of requests, a share of errors, feeders that are used up, a threshold.
// Shared by the workers; any thread, no lock but for what a threshold tells, and a relaxed load where nothing is set.
class StopConditions {
public:
    static constexpr std::uint64_t fewestJudged = 100; // requests within the second, for the share to count

    StopConditions(const settings::LoadSettings& load, int workers);

    // Asked before each request is planned: whether it still may be sent.
    bool mayPlan();
    // A request has ended.
    void ended(base::TimePoint when, bool failed)
    {
        if (m_errorRatio > 0)
            judge(when, failed);
    }
    // One worker's rows are used up. The run ends when those of all are.
    void dataEnded();

    // From outside: a threshold.
    void end(metrics::RunEnd why);

    bool reached() const { return m_cause.load(std::memory_order_relaxed) != Cause::None; }
    // The condition that was reached first, in words.
    metrics::RunEnd reason() const;

private:
    // Tenths of a second: the sliding second is the one under way and the nine before it. Number, requests and failures
    // in one word, so that a tenth is taken over and counted in a single step.
    static constexpr std::size_t tenths = 16;

    using Cause = metrics::RunEnd::Cause;
    void reach(Cause cause);
    void judge(base::TimePoint when, bool failed);
    void count(std::uint64_t tenth, bool failed);

    std::uint64_t m_requests;
    double m_errorRatio;
    int m_workers;
    std::atomic<std::uint64_t> m_planned{0};
    std::atomic<int> m_workersWithoutData{0};
    std::atomic<Cause> m_cause{Cause::None};
    std::atomic<std::uint64_t> m_judged{0}; // requests and failures of the second that was too bad, 32 bits each
    mutable std::mutex m_mutex;             // guards what was told
    metrics::RunEnd m_told;                 // from outside, the first
    std::array<std::atomic<std::uint64_t>, tenths> m_tenths{};
};

} // namespace weir::load
