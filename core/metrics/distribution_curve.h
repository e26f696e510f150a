// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/histogram.h"

#include <vector>

// A distribution as a line that charts draw over others: bounded whatever the histogram holds. Pure functions; any
// thread.
namespace weir::metrics {

// The value at or below which `share` of all lie; infinite from where on requests were never answered.
struct CurvePoint {
    double share = 0; // 0 to 1
    double ms = 0;

    bool operator==(const CurvePoint&) const = default;
};
using DistributionCurve = std::vector<CurvePoint>;

// Of times in nanoseconds, over all planned requests: those that were never answered count as infinite. Shares lie as
// close towards 1 as towards 0.5 (p50, p90, p99, p99.9, with steps between), and end where fewer than ten requests lie
// beyond. At most 200 points, in ascending order; none of an empty histogram.
DistributionCurve distributionCurve(const Histogram& histogram);

} // namespace weir::metrics
