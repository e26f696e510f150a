// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/paired_difference.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace weir::analysis {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double never = std::numeric_limits<double>::infinity();

// A higher correlation cannot be told from a trend in a few dozen pairs.
constexpr double highestCorrelation = 0.9;

struct Moments {
    double mean = 0;
    double deviation = 0;
};

Moments momentsOf(std::span<const double> values)
{
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    return {mean, std::sqrt(squares / (n - 1))};
}

// The usual estimate is too low by about (1 + 3r) / n for a mean that was estimated as well (Kendall, 1954).
double neighbourCorrelation(std::span<const double> values, const Moments& moments)
{
    const auto n = static_cast<double>(values.size());
    double products = 0;
    for (std::size_t i = 0; i + 1 < values.size(); ++i)
        products += (values[i] - moments.mean) * (values[i + 1] - moments.mean);
    const double squares = moments.deviation * moments.deviation * (n - 1);
    if (squares <= 0)
        return 0;
    const double raw = products / squares;
    return std::clamp(raw + (1 + 3 * raw) / n, 0.0, highestCorrelation);
}

double widening(double lag1)
{
    return std::sqrt((1 + lag1) / (1 - lag1));
}

double studentsQuantile(double degrees, double probability)
{
    return boost::math::quantile(boost::math::students_t_distribution<double>{degrees}, probability);
}

double halfWidth(double deviation, double n, double lag1, double confidence)
{
    return studentsQuantile(n - 1, (1 + confidence) / 2) * deviation / std::sqrt(n) * widening(lag1);
}

// Where answers failed to come in some pairs, the mean is no figure: what holds of most pairs is said, without bounds.
void judgeWithoutMean(PairedDifference& estimate, std::vector<double>& differences)
{
    std::ranges::sort(differences);
    estimate.difference = differences[differences.size() / 2];
    const auto ranks = signedRankInterval(differences, estimate.confidence);
    estimate.low = ranks.low;
    estimate.high = ranks.high;
    estimate.deviation = none;
}

} // namespace

bool PairedDifference::hasInterval() const
{
    return !std::isnan(low) && !std::isnan(high);
}

double PairedDifference::asRatio(double onScale) const
{
    return scale == DifferenceScale::LogRatio ? std::expm1(onScale) : onScale;
}

double differenceOf(const BlockPair& pair, DifferenceScale scale)
{
    if (std::isnan(pair.baseline) || std::isnan(pair.variant))
        return none;
    if (std::isinf(pair.baseline) || std::isinf(pair.variant))
        return std::isinf(pair.baseline) && std::isinf(pair.variant) ? 0 : std::isinf(pair.variant) ? never : -never;
    if (scale == DifferenceScale::Plain)
        return pair.variant - pair.baseline;
    if (pair.baseline == pair.variant)
        return 0; // nothing against nothing, too
    return pair.baseline > 0 && pair.variant > 0 ? std::log(pair.variant / pair.baseline) : none;
}

PairedDifference pairedDifference(std::span<const BlockPair> pairs, DifferenceScale scale, double confidence)
{
    PairedDifference estimate{scale, 0, 0, none, none, none, none, 0, confidence};
    std::vector<double> differences;
    for (const auto& pair : pairs) {
        const double difference = differenceOf(pair, scale);
        if (std::isnan(difference))
            continue;
        differences.push_back(difference);
        estimate.never += std::isinf(pair.baseline) || std::isinf(pair.variant) ? 1 : 0;
    }
    estimate.pairs = static_cast<int>(differences.size());
    if (differences.size() < leastPairs)
        return estimate;
    if (std::ranges::any_of(differences, [](double value) { return std::isinf(value); })) {
        judgeWithoutMean(estimate, differences);
        return estimate;
    }

    const auto moments = momentsOf(differences);
    const auto n = static_cast<double>(differences.size());
    estimate.difference = moments.mean;
    estimate.deviation = moments.deviation;
    estimate.lag1 = neighbourCorrelation(differences, moments);
    const double half = halfWidth(moments.deviation, n, estimate.lag1, confidence);
    const auto ranks = signedRankInterval(differences, confidence);
    estimate.low = std::min(moments.mean - half, std::min(ranks.low, moments.mean));
    estimate.high = std::max(moments.mean + half, std::max(ranks.high, moments.mean));
    return estimate;
}

double smallestDifference(double deviation, int pairs, double lag1, double confidence, double power)
{
    if (pairs < static_cast<int>(leastPairs))
        return none;
    const double n = pairs;
    const double quantiles = studentsQuantile(n - 1, (1 + confidence) / 2) + studentsQuantile(n - 1, power);
    return quantiles * deviation / std::sqrt(n) * widening(lag1);
}

int pairsForHalfWidth(double deviation, double wanted, double lag1, double confidence)
{
    int pairs = static_cast<int>(leastPairs);
    constexpr int most = 100'000;
    while (pairs < most && halfWidth(deviation, pairs, lag1, confidence) > wanted)
        pairs = pairs < 64 ? pairs + 1 : pairs + pairs / 16;
    return pairs;
}

RankInterval signedRankInterval(std::span<const double> differences, double confidence)
{
    std::vector<double> averages;
    averages.reserve(differences.size() * (differences.size() + 1) / 2);
    for (std::size_t i = 0; i < differences.size(); ++i) {
        for (std::size_t j = i; j < differences.size(); ++j) {
            const double sum = differences[i] + differences[j];
            averages.push_back(std::isnan(sum) ? 0 : sum / 2); // an infinite gain and an infinite loss
        }
    }
    if (averages.empty())
        return {none, none};
    std::ranges::sort(averages);
    // The statistic's normal approximation with a continuity correction; what falls below the smallest average has no
    // bound at this confidence, and the extremes are the widest that the method can say.
    const auto n = static_cast<double>(differences.size());
    const double z = boost::math::quantile(boost::math::normal{}, (1 + confidence) / 2);
    const double rank = n * (n + 1) / 4 - 0.5 - z * std::sqrt(n * (n + 1) * (2 * n + 1) / 24);
    const auto beyond = static_cast<std::size_t>(std::max(0.0, std::floor(rank)));
    return {averages[beyond], averages[averages.size() - 1 - beyond]};
}

std::vector<double> holmConfidences(std::span<const PairedDifference> estimates, double confidence)
{
    // How far from zero, in half-widths: comparable between metrics, whatever their units.
    const auto distance = [](const PairedDifference& e) {
        if (!e.hasInterval())
            return -1.0;
        const double half = (e.high - e.low) / 2;
        return half > 0 ? std::abs(e.difference) / half : e.difference == 0 ? 0.0 : never;
    };
    std::vector<std::size_t> order(estimates.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](auto a, auto b) { return distance(estimates[a]) > distance(estimates[b]); });

    std::vector<double> confidences(estimates.size(), confidence);
    double level = 0;
    bool ended = false;
    for (std::size_t k = 0; k < order.size(); ++k) {
        const auto& estimate = estimates[order[k]];
        if (!ended)
            level = 1 - (1 - confidence) / static_cast<double>(order.size() - k);
        confidences[order[k]] = level;
        // The interval at the stricter confidence is wider by about the ratio of the quantiles.
        const double degrees = std::max(1, estimate.pairs - 1);
        const double wider = studentsQuantile(degrees, (1 + level) / 2)
            / studentsQuantile(degrees, (1 + confidence) / 2);
        ended = ended || !(distance(estimate) > wider);
    }
    return confidences;
}

} // namespace weir::analysis
