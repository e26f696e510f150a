// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/distribution_curve.h"

#include <cmath>

namespace weir::metrics {

namespace {

constexpr double lowSteps = 100; // evenly from nothing to p90
constexpr double lowEnd = 0.9;
constexpr double stepsPerDecade = 16; // of 1 - share, from there on
constexpr double leastBeyond = 10;    // requests that a percentile rests on
constexpr int mostTailSteps = 96;     // six decades

} // namespace

DistributionCurve distributionCurve(const Histogram& histogram)
{
    DistributionCurve curve;
    const auto count = static_cast<double>(histogram.summary().all());
    const auto add = [&](double share) { curve.push_back({share, histogram.percentileOfAll(share * 100) / 1e6}); };
    if (count == 0)
        return curve;
    const double last = 1 - leastBeyond / count;
    for (int i = 1; i <= lowSteps && lowEnd * i / lowSteps <= last; ++i)
        add(lowEnd * i / lowSteps);
    for (int i = 1; i <= mostTailSteps; ++i) {
        const double share = 1 - (1 - lowEnd) * std::pow(10, -i / stepsPerDecade);
        if (share > last)
            break;
        add(share);
    }
    return curve;
}

} // namespace weir::metrics
