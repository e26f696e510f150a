// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/independent_difference.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace weir::analysis {

namespace {

constexpr double noDifferenceKnown = std::numeric_limits<double>::quiet_NaN();
constexpr double highestLikeness = 0.9; // more cannot be told from a trend in a few dozen figures
constexpr double leastDegrees = 2;

// One run's figures on the scale, with what their mean rests on.
struct ScaledSeries {
    std::vector<double> values;
    int infinite = 0;
    double mean = 0;
    double error = 0;   // standard error of the mean, correlation included
    double degrees = 0; // of freedom, of as many independent figures
    double likeness = 0;

    double widening() const { return (1 + likeness) / (1 - likeness); }
};

double onItsScale(double figure, DifferenceScale scale)
{
    if (std::isnan(figure) || scale == DifferenceScale::Plain || std::isinf(figure))
        return figure;
    return figure > 0 ? std::log(figure) : noDifferenceKnown;
}

// Corrected as in paired_difference.cpp (Kendall, 1954).
double likenessOf(const std::vector<double>& values, double mean, double squares)
{
    if (squares <= 0)
        return 0;
    double products = 0;
    for (std::size_t i = 0; i + 1 < values.size(); ++i)
        products += (values[i] - mean) * (values[i + 1] - mean);
    const double raw = products / squares;
    return std::clamp(raw + (1 + 3 * raw) / static_cast<double>(values.size()), 0.0, highestLikeness);
}

void describe(ScaledSeries& series)
{
    const auto n = static_cast<double>(series.values.size());
    series.mean = std::accumulate(series.values.begin(), series.values.end(), 0.0) / n;
    double squares = 0;
    for (const double value : series.values)
        squares += (value - series.mean) * (value - series.mean);
    series.likeness = likenessOf(series.values, series.mean, squares);
    series.error = std::sqrt(squares / (n - 1) / n * series.widening());
    series.degrees = std::max(leastDegrees, n / series.widening() - 1);
}

ScaledSeries scaledSeries(std::span<const double> figures, DifferenceScale scale)
{
    ScaledSeries series;
    for (const double figure : figures) {
        const double value = onItsScale(figure, scale);
        if (std::isnan(value))
            continue;
        series.values.push_back(value);
        series.infinite += std::isinf(value) ? 1 : 0;
    }
    return series;
}

// Both infinite is no difference, as of pairs.
double shiftOf(double baseline, double variant)
{
    return std::isinf(baseline) && baseline == variant ? 0 : variant - baseline;
}

struct ShiftInterval {
    double low, middle, high;
};

ShiftInterval shiftInterval(const ScaledSeries& baseline, const ScaledSeries& variant, double confidence)
{
    std::vector<double> shifts;
    shifts.reserve(baseline.values.size() * variant.values.size());
    for (const double b : baseline.values)
        for (const double v : variant.values)
            shifts.push_back(shiftOf(b, v));
    std::ranges::sort(shifts);
    const auto n = static_cast<double>(baseline.values.size());
    const auto m = static_cast<double>(variant.values.size());
    const double z = boost::math::quantile(boost::math::normal{}, (1 + confidence) / 2);
    const double widening = std::sqrt(std::max(baseline.widening(), variant.widening()));
    const double rank = n * m / 2 - 0.5 - z * widening * std::sqrt(n * m * (n + m + 1) / 12);
    const auto beyond = static_cast<std::size_t>(std::max(0.0, std::floor(rank)));
    return {shifts[beyond], shifts[shifts.size() / 2], shifts[shifts.size() - 1 - beyond]};
}

double welchDegrees(const ScaledSeries& a, const ScaledSeries& b)
{
    const double va = a.error * a.error, vb = b.error * b.error;
    const double below = va * va / a.degrees + vb * vb / b.degrees;
    return below > 0 ? (va + vb) * (va + vb) / below : a.degrees + b.degrees;
}

} // namespace

PairedDifference independentDifference(std::span<const double> baseline, std::span<const double> variant,
                                       DifferenceScale scale, double confidence)
{
    auto a = scaledSeries(baseline, scale);
    auto b = scaledSeries(variant, scale);
    PairedDifference estimate{scale,
                              static_cast<int>(std::min(a.values.size(), b.values.size())),
                              a.infinite + b.infinite,
                              noDifferenceKnown,
                              noDifferenceKnown,
                              noDifferenceKnown,
                              noDifferenceKnown,
                              0,
                              confidence};
    if (estimate.pairs < static_cast<int>(leastPairs))
        return estimate;
    if (estimate.never > 0) {
        const auto shift = shiftInterval(a, b, confidence);
        estimate.difference = shift.middle;
        estimate.low = shift.low;
        estimate.high = shift.high;
        return estimate;
    }
    describe(a);
    describe(b);
    const auto shift = shiftInterval(a, b, confidence);
    const double error = std::hypot(a.error, b.error);
    const boost::math::students_t_distribution<double> t{welchDegrees(a, b)};
    const double half = boost::math::quantile(t, (1 + confidence) / 2) * error;
    estimate.difference = b.mean - a.mean;
    estimate.low = std::min(estimate.difference - half, shift.low);
    estimate.high = std::max(estimate.difference + half, shift.high);
    estimate.deviation = error * std::sqrt(estimate.pairs);
    estimate.lag1 = std::max(a.likeness, b.likeness);
    return estimate;
}

std::vector<double> batchMeans(std::span<const double> figures, std::size_t most)
{
    const std::size_t size = std::max<std::size_t>(1, (figures.size() + most - 1) / std::max<std::size_t>(1, most));
    std::vector<double> means;
    for (std::size_t from = 0; from + size <= figures.size(); from += size) {
        const bool isLast = from + 2 * size > figures.size();
        const auto batch = figures.subspan(from, isLast ? figures.size() - from : size);
        double sum = 0;
        int known = 0;
        for (const double figure : batch)
            if (!std::isnan(figure))
                sum += figure, ++known;
        means.push_back(known > 0 ? sum / known : noDifferenceKnown);
    }
    return means;
}

} // namespace weir::analysis
