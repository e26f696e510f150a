// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/run_stretch_figures.h"
#include "core/experiment/tuning_report.h"

#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Differences from whole distributions: of endpoints, of which a run keeps no seconds, and of percentiles that too few
// seconds have a figure of. Chance comes from the percentile's order statistics; on top of it comes by how much the
// level of both runs moved from second to second, as their medians tell, which is common to all percentiles and
// endpoints. Pure functions; any thread.
namespace weir::experiment {

struct ComparedPair {
    RunStretch baseline;
    RunStretch variant;
    std::vector<std::size_t> baselinePlaces; // of the report's endpoints, in each run
    std::vector<std::size_t> variantPlaces;
};

// What moved the level of two runs beyond chance, as a standard error of the difference of their logarithms; NaN where
// the seconds' medians do not tell.
struct LevelError {
    double error = std::numeric_limits<double>::quiet_NaN();
    double degrees = 0;
    int figures = 0; // that it rests on, of the shorter run
};
LevelError levelErrorOf(const RunStretch& baseline, const RunStretch& variant);

// Whether whole distributions tell of it: the percentiles of response times, over answered or all planned requests.
bool hasDistribution(std::string_view metric);

// Of the totals, in the place of `like`.
Estimate wholeEstimate(const ComparedPair& pair, const Estimate& like, const LevelError& level, double confidence);

// Those that all runs have, by name, in the order of the first; and where each run has them.
struct CommonEndpoints {
    std::vector<std::string> names;
    std::vector<std::vector<std::size_t>> places; // by run
};
CommonEndpoints commonEndpoints(std::span<const RunStretch> stretches);

// Of the total's metric, one each, Holm-adjusted. None where the metric is no percentile of the response times.
std::vector<Estimate> endpointEstimates(const ComparedPair& pair, const Estimate& total, const LevelError& level,
                                        double confidence);

// Names of those that fail more often.
std::vector<std::string> failingEndpoints(const ComparedPair& pair, const TuningReport& report, double confidence);

} // namespace weir::experiment
