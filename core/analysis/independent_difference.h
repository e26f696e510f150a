// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/paired_difference.h"

#include <span>
#include <vector>

// By how much two runs differ that were made one after the other, from the figures of their stretches. Pure functions;
// any thread.
namespace weir::analysis {

// Figures of one stretch after the other, each run's own: NaN where a stretch has none, infinite where it was never
// answered. The interval is the wider of two: Welch's t of the means on the scale (Welch, 1947), the variance of each
// mean widened by (1 + r) / (1 - r) where neighbours are alike and its degrees of freedom those of as many independent
// figures; and the one of the shift by Hodges and Lehmann with the ranks of Mann and Whitney, widened likewise, which
// alone remains where figures are infinite. It knows what a run did by itself, not how much runs differ: that is the
// noise floor's.
//
// In the result `pairs` is the smaller number of figures, `never` how many were infinite, `deviation` the standard error
// times sqrt(pairs), correlation included, and `lag1` the higher of the two.
PairedDifference independentDifference(std::span<const double> baseline, std::span<const double> variant,
                                       DifferenceScale scale, double confidence = 0.95);

// At most `most` means of equally many neighbours: what is alike over seconds is one figure then (batch means, Conway,
// 1963). Infinite where one is, NaN where all are; a rest at the end joins the last.
std::vector<double> batchMeans(std::span<const double> figures, std::size_t most);

} // namespace weir::analysis
