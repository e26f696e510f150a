// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/metrics/snapshot.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Conditions that a run must meet: "p(99)<50", "error_ratio<0.01", "search: latency_max_ms <= 200". On the left stands
// a metric of the catalogue or p(N), the N-th percentile of the response times in milliseconds; for people who come
// from k6 also min, max, avg, mean, med (milliseconds of response time), count (requests) and rate (achieved requests a
// second). A condition holds for the total of all endpoints unless an endpoint stands before it. Pure functions.
namespace weir::analysis {

enum class Comparison { Less, LessOrEqual, Greater, GreaterOrEqual, Equal };
std::string_view comparisonText(Comparison comparison); // "<="
bool holds(double value, Comparison comparison, double limit);

struct Threshold {
    std::string text;      // as written
    std::string endpoint;  // empty: the total
    std::string metric;    // id of the catalogue; empty: the percentile below
    double percentile = 0; // of the response times, for those that the catalogue lacks
    Comparison comparison = Comparison::Less;
    double limit = 0;

    bool operator==(const Threshold&) const = default;
};

// The error names what is wrong and, for an unknown metric, the one that was likely meant.
base::Result<Threshold> parseThreshold(std::string_view text);

struct EpochCheck {
    metrics::EpochId epoch = 0;
    std::optional<double> value; // none: too few samples, or not measured
    bool passed = false;

    bool operator==(const EpochCheck&) const = default;
};

struct ThresholdResult {
    Threshold threshold;
    bool passed = false;
    std::vector<EpochCheck> epochs; // of the measured phase; the threshold must hold in each
    std::string reason;             // a sentence: the value, or what failed and in which epoch

    bool operator==(const ThresholdResult&) const = default;
};

// On the measured phase. Without a value nothing holds.
ThresholdResult checkThreshold(const Threshold& threshold, const metrics::Snapshot& snapshot);

// As above for texts; one that does not parse has failed.
std::vector<ThresholdResult> checkThresholds(std::span<const std::string> texts, const metrics::Snapshot& snapshot);

} // namespace weir::analysis
