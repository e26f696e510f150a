// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/judgement.h"

#include <optional>
#include <span>
#include <vector>

// What a sweep advises. Pure functions; any thread.
namespace weir::analysis {

// A setting by two metrics, each with the interval of its difference from the baseline.
struct FrontPoint {
    double x = 0, xLow = 0, xHigh = 0;
    double y = 0, yLow = 0, yHigh = 0;
};

// Which points lie on the front: a point is dominated only by one that is better by one metric, interval against
// interval, and by the other is not worse. The front is not empty unless `points` is.
std::vector<bool> paretoFront(std::span<const FrontPoint> points, Direction x, Direction y);

struct SweepPoint {
    double setting = 0;
    double figure = 0; // of the metric, finite
};

// The smallest setting whose figure is within `share` (0.02: 2 %) of the best one; none without points.
std::optional<double> smallestWithin(std::span<const SweepPoint> points, Direction direction, double share);

// Where a saturating curve bends most (Satopää et al., "Finding a 'Kneedle' in a Haystack", 2011, without smoothing):
// the setting whose figure lies farthest above the line from the first to the last. None for fewer than four points, or
// where the curve does not bend by a tenth of its height.
std::optional<double> kneeOf(std::span<const SweepPoint> points, Direction direction);

} // namespace weir::analysis
