// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/distribution_shape.h"

#include "core/analysis/paired_difference.h"
#include "core/metrics/histogram.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace weir::analysis {

Shape shapeOf(const metrics::Histogram& histogram)
{
    Shape shape{};
    if (histogram.count() < shapePoints)
        return shape;
    for (std::size_t i = 0; i < shapePoints; ++i)
        shape[i] = static_cast<double>(
            histogram.percentile(100 * (static_cast<double>(i) + 0.5) / static_cast<double>(shapePoints)));
    return shape;
}

// The share of the distribution that lies at or below `value`.
static double shareBelow(const Shape& shape, double value)
{
    const auto above = std::ranges::upper_bound(shape, value);
    if (above == shape.begin() || above == shape.end())
        return above == shape.begin() ? 0 : 1;
    const double low = *(above - 1), high = *above;
    const double between = high > low ? (value - low) / (high - low) : 0;
    return (static_cast<double>(above - shape.begin()) - 0.5 + between) / static_cast<double>(shapePoints);
}

double shapeDistance(const Shape& a, const Shape& b)
{
    double farthest = 0;
    for (const auto& [from, to] : {std::pair{&a, &b}, std::pair{&b, &a}})
        for (std::size_t i = 0; i < shapePoints; ++i) {
            const double share = (static_cast<double>(i) + 0.5) / static_cast<double>(shapePoints);
            farthest = std::max(farthest, std::abs(shareBelow(*to, (*from)[i]) - share));
        }
    // What the points cannot resolve is no distance.
    return std::max(0.0, farthest - 0.5 / static_cast<double>(shapePoints));
}

bool isSpreadChanged(std::span<const ShapePair> pairs, double margin, double confidence)
{
    std::vector<BlockPair> distances;
    for (std::size_t i = 0; i + 1 < pairs.size(); ++i) {
        const auto& pair = pairs[i];
        const auto& next = pairs[i + 1];
        if (pair.baseline.back() <= 0 || pair.variant.back() <= 0)
            continue;
        const double within = (shapeDistance(pair.baseline, next.baseline) + shapeDistance(pair.variant, next.variant)) / 2;
        distances.push_back({within, shapeDistance(pair.baseline, pair.variant)});
    }
    const auto difference = pairedDifference(distances, DifferenceScale::Plain, confidence);
    return difference.hasInterval() && difference.low > margin;
}

} // namespace weir::analysis
