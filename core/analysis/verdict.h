// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <string>
#include <vector>

// Whether a run measured the target, or Weir itself. Pure functions.
namespace weir::analysis {

// What a verdict rests on: everything of one phase.
struct VerdictInput {
    metrics::Counters counters;
    metrics::Histogram scheduleLag;
    metrics::Levels levels;
    bool openModel = true;
    double planned = 0;                   // requests that the schedule had due; open model only
    double variationOfGaps = 0;           // standard deviation of the schedule's gaps over their mean
    base::Nanos span{};                   // while requests were sent
    bool sending = false;                 // still going on: what is due may not have been counted yet
    std::vector<std::string> localLimits; // how the failures by limits of this side were told, each kind once
    std::vector<double> percentiles{99};  // that the report is read for, in percent
};

// The limits. Each keeps a wrong reading of the target out of a report, none judges the target: a slow origin makes
// slow figures, not a bad measurement.
namespace limits {
// Nighthawk advises a send rate above 0.99 as proof that the generator kept up; below 0.95 a twentieth of the load was
// never put on the target in time, so the figures belong to another load than the one asked for.
inline constexpr double leastInTime = 0.95;
inline constexpr double leastStarted = 0.99;
// Above 0.5 % late sends can touch the p99; a lag of 1 ms is of the order of the latencies of fast APIs.
inline constexpr double mostLate = 0.005;
inline constexpr double mostLagMs = 1.0;
// Queueing theory: at 80 % use, waiting is four times the service time, at 95 % nineteen times. Locust warns at 90 %.
inline constexpr double busyCpu = 0.80;
inline constexpr double saturatedCpu = 0.95;
// Waiting for a processor adds that share to what users of a closed model seem to wait for their replies, and takes it
// off what they send: a twentieth can be seen, with a fifth the figures are the machine's. Measured: at most 3.3 % in
// quiet runs, at least 35 % beside one busy loop where the generator has work to do (ARCHITECTURE.md, Measuring).
inline constexpr double mostDelayed = 0.05;
inline constexpr double starvedBy = 0.20;
// The slowest requests are those without a reply yet, so the p99 is too low once they are 1 % of all.
inline constexpr double mostUnfinished = 0.01;
// Pauses of 1 % of the time are where the p99 is read.
inline constexpr double mostStolen = 0.01;
} // namespace limits

// VALID with the figures that show it, or SUSPECT or INVALID with what was wrong. None when nothing was sent.
metrics::Verdict judge(const VerdictInput& input);

// On a run of several phases: the worst of theirs. A reason names its phases, where there are others.
struct PhaseVerdict {
    std::string phase;
    metrics::Verdict verdict;
};
metrics::Verdict judgeRun(const std::vector<PhaseVerdict>& phases);

} // namespace weir::analysis
