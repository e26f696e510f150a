// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace weir::metrics {
class Histogram;
} // namespace weir::metrics

// Whether distributions differ as a whole, where a percentile of theirs may not. Pure functions; any thread.
namespace weir::analysis {

// A distribution by its quantiles at (i + 1/2) / N, ascending.
inline constexpr std::size_t shapePoints = 40;
using Shape = std::array<double, shapePoints>;

// Of what was answered well; all 0 where that are fewer requests than points.
Shape shapeOf(const metrics::Histogram& histogram);

// The two-sample Kolmogorov-Smirnov distance, as near as the points tell: 0 to 1.
double shapeDistance(const Shape& a, const Shape& b);

struct ShapePair {
    Shape baseline{};
    Shape variant{};
};

// Whether the two sides of the pairs are farther apart than blocks of the same side are from each other. The unit is
// the block: requests within one are not independent, so the test's own tables would see a difference everywhere. The
// pairs' distances, each less the mean distance of both sides from their own next block, are taken as pair differences:
// their interval has to lie above `margin`.
bool isSpreadChanged(std::span<const ShapePair> pairs, double margin = 0.02, double confidence = 0.95);

} // namespace weir::analysis
