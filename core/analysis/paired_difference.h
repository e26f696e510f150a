// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

// By how much a variant differs from the baseline, from blocks that were run in pairs. Pure functions; any thread.
//
// The unit is the block: requests within seconds of each other share what the machine does at the time, so neither
// their number nor their spread says how sure a figure is. Each block gives one figure, each pair of neighbouring
// blocks one difference, and the interval comes from the spread of these differences.
namespace weir::analysis {

// On which scale figures differ.
enum class DifferenceScale {
    LogRatio, // times, sizes, rates: ln(variant / baseline), so that 10 % more and 10 % less are alike
    Plain,    // shares within 0 and 1: variant - baseline
};

struct BlockPair {
    double baseline = 0; // NaN where the block had too few samples for the figure; +inf where it was never answered
    double variant = 0;
};

// From so many pairs on an interval is worth stating; below it Student's t of two or three differences is wider than
// anything that is looked for.
inline constexpr std::size_t leastPairs = 4;

// An estimate on its scale. Without enough pairs everything but `pairs` is NaN.
struct PairedDifference {
    DifferenceScale scale = DifferenceScale::LogRatio;
    int pairs = 0;         // that had both figures
    int never = 0;         // of these, those in which one side or both was infinite
    double difference = 0; // the mean of the pairs' differences; +-inf where most are
    double low = 0;        // of the two-sided interval
    double high = 0;
    double deviation = 0; // the standard deviation of the differences
    double lag1 = 0;      // correlation of each with the next, within 0 and 0.9: what the interval is widened for
    double confidence = 0.95;

    bool hasInterval() const;
    // As people read it: 0.05 is 5 % more, or 5 percentage points where the scale is plain.
    double asRatio(double onScale) const;
};

// The difference on its scale, or NaN. Both infinite is no difference; one of them is an infinite one.
double differenceOf(const BlockPair& pair, DifferenceScale scale);

// In the order in which the pairs were run. The interval is the wider of two: Student's t about the mean, widened by
// sqrt((1 + r) / (1 - r)) where neighbours are alike by a correlation r > 0 (Bartlett, 1946, for the variance of a
// mean of an AR(1) series), and the one of the signed ranks (Hodges and Lehmann, 1963), which assumes symmetry alone
// and is not moved by a single stall. `confidence` within 0 and 1.
PairedDifference pairedDifference(std::span<const BlockPair> pairs, DifferenceScale scale, double confidence = 0.95);

// The smallest difference, on the scale of `deviation`, that `pairs` pairs find with a probability of `power`, where an
// interval of `confidence` has to leave zero out: (t(1 - a/2) + t(power)) s / sqrt(n). NaN for fewer than leastPairs.
double smallestDifference(double deviation, int pairs, double lag1 = 0, double confidence = 0.95, double power = 0.8);

// How many pairs it takes for a half-width of `halfWidth`, at least leastPairs.
int pairsForHalfWidth(double deviation, double halfWidth, double lag1 = 0, double confidence = 0.95);

// The walsh averages' interval: low and high such that as many averages lie beyond each as the signed-rank test allows.
struct RankInterval {
    double low = 0;
    double high = 0;
};
RankInterval signedRankInterval(std::span<const double> differences, double confidence);

// Confidences for many metrics at once, by the index of the metric: Holm's step-down turned into intervals. Of m
// metrics ordered by how far their interval stays from zero, the first has the confidence 1 - a/m, the next 1 - a/(m -
// 1), and so on; from the first that holds zero on all have that one's. `estimates` hold the differences as of one
// metric.
std::vector<double> holmConfidences(std::span<const PairedDifference> estimates, double confidence = 0.95);

} // namespace weir::analysis
