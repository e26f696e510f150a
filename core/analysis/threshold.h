// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/metrics/snapshot.h"
#include "core/settings/schema.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Conditions that a run must meet: "p(99)<50", "error_ratio<0.01", "search @ramp: latency_max_ms <= 200 abort after
// 10 s". On the left stands a metric of the catalogue or p(N), the N-th percentile of the response times in
// milliseconds over all planned requests, where what was never answered is infinite ("99 % within 50 ms" is broken once
// more than 1 % got no answer); ok_p(N), that of the requests answered well, and failed_p(N) of the others; or
// service_p(N), pool_wait_p(N), schedule_lag_p(N), cold_service_p(N), warm_service_p(N), those of the times that the
// catalogue's metrics of these names are of; for people who come from k6 also med and max (p(50) and p(100)), min, avg
// and mean (of requests answered well), count (requests) and rate (achieved requests a second). A condition holds for
// the total of all endpoints unless an endpoint stands before it, and for each measured phase unless one is named
// behind @. `abort` ends a run in which it fails; `after` lets the first seconds of what it judges pass. Pure
// functions.
namespace weir::analysis {

enum class Comparison { Less, LessOrEqual, Greater, GreaterOrEqual, Equal };
std::string_view comparisonText(Comparison comparison); // "<="
bool holds(double value, Comparison comparison, double limit);

struct Threshold {
    std::string text;     // as written
    std::string endpoint; // empty: the total
    std::string phase;    // empty: every measured one
    std::string metric;   // id of the catalogue; empty: the percentile below
    metrics::DistributionId distribution = metrics::DistributionId::Adjusted;
    double percentile = 0; // of that distribution, for those that the catalogue lacks
    Comparison comparison = Comparison::Less;
    double limit = 0;
    bool aborts = false;
    double abortAfterS = 0;

    bool operator==(const Threshold&) const = default;
};

// The error names what is wrong and, for an unknown metric, the one that was likely meant.
base::Result<Threshold> parseThreshold(std::string_view text);

struct EpochCheck {
    std::string phase;
    metrics::EpochId epoch = 0;
    std::optional<double> value; // none: too few samples, or not measured; infinite: never answered
    bool passed = false;
    std::string unanswered{}; // in words, where a percentile over all that was planned rests on some that were not

    bool operator==(const EpochCheck&) const = default;
};

enum class ThresholdState {
    Open, // nothing fails, but somewhere there is no value yet: too few samples
    Passing,
    Failing,
};
std::string_view stateName(ThresholdState state); // "too few samples", "passing", "failing"

struct ThresholdResult {
    Threshold threshold;
    ThresholdState state = ThresholdState::Open; // so far, of a run under way
    bool passed = false;                         // Passing: without a value nothing holds
    bool endedRun = false;                       // it failed while the run went on, which holds whatever came later
    std::vector<EpochCheck> epochs;              // by phase and epoch; the threshold must hold in each
    std::string value;                           // the figure that decided, with its unit; empty where there is none
    std::string reason;                          // a sentence: the value, or what failed and in which phase or epoch

    bool operator==(const ThresholdResult&) const = default;
};

ThresholdResult checkThreshold(const Threshold& threshold, const metrics::Snapshot& snapshot);

// As above for texts; one that does not parse has failed.
std::vector<ThresholdResult> checkThresholds(std::span<const std::string> texts, const metrics::Snapshot& snapshot);

// The end of a run under way that one of them asks for; of cause None while none does.
metrics::RunEnd abortOf(std::span<const Threshold> thresholds, const metrics::Snapshot& snapshot);

// The percentiles that checkThreshold needs and that no row has: what RunInfo::percentiles has to hold.
std::vector<metrics::AskedPercentile> askedPercentiles(std::span<const std::string> texts);

// What a phase is judged by, each once.
std::vector<metrics::AskedPercentile> percentilesJudged(std::span<const Threshold> thresholds, std::string_view phase);

// A text that does not parse is left out.
std::vector<Threshold> parsedThresholds(std::span<const std::string> texts);

// What is wrong with a scenario's thresholds: those that do not parse, names that nothing in it has, and
// figures that no endpoint has.
std::vector<settings::Problem> thresholdProblems(const settings::Scenario& scenario);

} // namespace weir::analysis
