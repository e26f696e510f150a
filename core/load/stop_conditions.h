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
#include <vector>

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
    // The worker plans nothing more from `when` on, since its rows are used up or the run has ended.
    void planEnded(int worker, base::TimePoint when);
    // One worker's rows are used up, and it has planned its last request `when`. The run ends when those of all are.
    void dataEnded(base::TimePoint when);

    // From outside: a threshold.
    void end(metrics::RunEnd why);

    bool reached() const { return m_cause.load(std::memory_order_relaxed) != Cause::None; }
    // The condition that was reached first, in words, and when the last request was planned before it.
    metrics::RunEnd reason() const;
    base::TimePoint when() const { return fromNumber(m_when.load(std::memory_order_acquire)); }
    // Up to where that worker's part of the plan counts; max() where nothing has ended it.
    base::TimePoint planEnd(int worker) const;
    int workers() const { return static_cast<int>(m_planEnds.size()); }

private:
    // Tenths of a second: the sliding second is the one under way and the nine before it. Number, requests and failures
    // in one word, so that a tenth is taken over and counted in a single step.
    static constexpr std::size_t tenths = 16;

    using Cause = metrics::RunEnd::Cause;
    using Number = base::TimePoint::rep; // of a moment, so that it is one word
    static constexpr Number never = base::TimePoint::max().time_since_epoch().count();
    static base::TimePoint fromNumber(Number number) { return base::TimePoint{base::TimePoint::duration{number}}; }
    void reach(Cause cause, base::TimePoint when);
    void judge(base::TimePoint when, bool failed);
    void count(std::uint64_t tenth, bool failed);

    std::uint64_t m_requests;
    double m_errorRatio;
    std::atomic<std::uint64_t> m_planned{0};
    std::atomic<int> m_workersWithoutData{0};
    std::atomic<Cause> m_cause{Cause::None};
    std::atomic<Number> m_when{never};
    std::atomic<Number> m_lastData{0};           // of the workers whose rows are used up
    std::vector<std::atomic<Number>> m_planEnds; // by worker
    std::atomic<std::uint64_t> m_judged{0};      // requests and failures of the second that was too bad, 32 bits each
    mutable std::mutex m_mutex;                  // guards what was told
    metrics::RunEnd m_told;                      // from outside, the first
    std::array<std::atomic<std::uint64_t>, tenths> m_tenths{};
};

} // namespace weir::load
