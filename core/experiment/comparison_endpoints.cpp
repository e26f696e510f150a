// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/comparison_endpoints.h"

#include "core/analysis/independent_difference.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace weir::experiment {

using analysis::PairedDifference;
using metrics::DistributionId;
using metrics::Histogram;
using metrics::Row;

namespace {

constexpr double noneKnown = std::numeric_limits<double>::quiet_NaN();

// A percentile of the response times, over those that were answered or over all.
struct Quantile {
    double share = 0; // 0.99
    bool isOfAll = false;

    double at(const Histogram& histogram, double part) const
    {
        const double percent = std::clamp(part, 0.0, 1.0) * 100;
        return isOfAll ? histogram.percentileOfAll(percent) : static_cast<double>(histogram.percentile(percent));
    }
    double count(const Histogram& histogram) const
    {
        return static_cast<double>(isOfAll ? histogram.summary().all() : histogram.count());
    }
    // By how much of a share the true one may lie beside it, as a standard deviation (binomial).
    double spread(const Histogram& histogram) const { return std::sqrt(share * (1 - share) / count(histogram)); }
};

double logDifference(double baseline, double variant)
{
    return analysis::differenceOf({baseline, variant}, analysis::DifferenceScale::LogRatio);
}

double normalQuantile(double confidence)
{
    return boost::math::quantile(boost::math::normal{}, (1 + confidence) / 2);
}

// The interval of the difference: ends of both quantiles' own, each sqrt(2) narrower since they are independent.
struct OrderInterval {
    double low, high;
};
OrderInterval orderInterval(const Quantile& quantile, const Histogram& a, const Histogram& b, double reach)
{
    const double da = reach / std::sqrt(2) * quantile.spread(a);
    const double db = reach / std::sqrt(2) * quantile.spread(b);
    return {logDifference(quantile.at(a, quantile.share + da), quantile.at(b, quantile.share - db)),
            logDifference(quantile.at(a, quantile.share - da), quantile.at(b, quantile.share + db))};
}

double studentQuantile(double confidence, double degrees)
{
    return boost::math::quantile(boost::math::students_t_distribution<double>{std::max(2.0, degrees)},
                                 (1 + confidence) / 2);
}

std::optional<Quantile> quantileOf(std::string_view id)
{
    const auto* metric = metrics::findMetric(id);
    const bool isOfAll = metric->percentile.of == DistributionId::Adjusted;
    if (metric->percentile.percent <= 0 || (!isOfAll && metric->percentile.of != DistributionId::Response))
        return std::nullopt;
    return Quantile{metric->percentile.percent / 100, isOfAll};
}

// The interval of chance, and of what moved both runs' levels from second to second on top of it.
void setInterval(PairedDifference& difference, const Quantile& quantile, const Histogram& a, const Histogram& b,
                 const LevelError& level)
{
    const auto chance = orderInterval(quantile, a, b, normalQuantile(difference.confidence));
    const double moved = level.error * studentQuantile(difference.confidence, level.degrees);
    const double middle = difference.difference;
    const auto end = [&](double of) {
        return std::isfinite(of) && std::isfinite(middle) ? std::hypot(of - middle, moved) : std::abs(of - middle);
    };
    difference.low = std::isinf(chance.low) ? chance.low : middle - end(std::min(chance.low, middle));
    difference.high = std::isinf(chance.high) ? chance.high : middle + end(std::max(chance.high, middle));
    if (std::isinf(middle))
        difference.low = std::min(chance.low, middle), difference.high = std::max(chance.high, middle);
}

// Of one place of both runs, by the metric of `like`.
Estimate distributionEstimate(const Row* a, const Row* b, const Estimate& like, const Quantile& quantile,
                              const LevelError& level, double confidence)
{
    const auto index = metrics::metricIndex(like.metric);
    Estimate estimate = like;
    estimate.isHolm = false;
    estimate.baseline = a ? a->values[index] : noneKnown;
    estimate.variant = b ? b->values[index] : noneKnown;
    estimate.difference = {.pairs = level.figures,
                           .never = 0,
                           .difference = logDifference(estimate.baseline, estimate.variant),
                           .low = noneKnown,
                           .high = noneKnown,
                           .deviation = noneKnown,
                           .confidence = confidence};
    if (std::isnan(estimate.difference.difference) || std::isnan(level.error) || !a->response || !b->response)
        return estimate;
    estimate.difference.never = std::isinf(estimate.difference.difference) ? level.figures : 0;
    setInterval(estimate.difference, quantile, *a->response, *b->response, level);
    const double half = (estimate.difference.high - estimate.difference.low) / 2;
    estimate.difference.deviation = half / normalQuantile(confidence) * std::sqrt(level.figures);
    return estimate;
}

struct FailedShare {
    double failed = 0;
    double planned = 0;

    // With one of each added, so that none that failed of few leaves a doubt (Agresti and Coull, 1998).
    double share() const { return (failed + 1) / (planned + 2); }
    double variance() const { return share() * (1 - share()) / (planned + 2); }
};

FailedShare failedOf(const Row& row)
{
    const auto value = [&](std::string_view id) { return row.values[metrics::metricIndex(id)]; };
    return {value("failed"), value("requests") + value("skipped") + value("unfinished")};
}

double failureInflation(const ComparedPair& pair)
{
    const auto a = failedOf(*pair.baseline.total);
    const auto b = failedOf(*pair.variant.total);
    const auto difference = analysis::independentDifference(failedShares(pair.baseline), failedShares(pair.variant),
                                                            analysis::DifferenceScale::Plain);
    const double error = difference.deviation / std::sqrt(std::max(1, difference.pairs));
    const double factor = error / std::sqrt(a.variance() + b.variance());
    return std::isfinite(factor) ? std::max(1.0, factor) : 1;
}

} // namespace

CommonEndpoints commonEndpoints(std::span<const RunStretch> stretches)
{
    CommonEndpoints common;
    common.places.resize(stretches.size());
    std::vector<std::map<std::string, std::size_t, std::less<>>> known(stretches.size());
    for (std::size_t run = 0; run < stretches.size(); ++run) {
        const auto& names = stretches[run].snapshot->run->endpoints;
        for (std::size_t i = 0; i < names.size(); ++i)
            known[run].emplace(names[i], i);
    }
    for (const auto& name : stretches.front().snapshot->run->endpoints) {
        if (!std::ranges::all_of(known, [&](const auto& names) { return names.contains(name); }))
            continue;
        common.names.push_back(name);
        for (std::size_t run = 0; run < stretches.size(); ++run)
            common.places[run].push_back(known[run].find(name)->second);
    }
    return common;
}

LevelError levelErrorOf(const RunStretch& baseline, const RunStretch& variant)
{
    const auto* median = metrics::findMetric("latency_p50_ms");
    const auto seconds = analysis::independentDifference(figuresOver(baseline, *median), figuresOver(variant, *median),
                                                         analysis::DifferenceScale::LogRatio);
    const auto& a = baseline.total->response;
    const auto& b = variant.total->response;
    if (!std::isfinite(seconds.deviation) || !a || !b)
        return {};
    const auto chance = orderInterval({0.5, false}, *a, *b, 1);
    const double error = seconds.deviation / std::sqrt(seconds.pairs);
    const double byChance = (chance.high - chance.low) / 2;
    return {std::sqrt(std::max(0.0, error * error - byChance * byChance)), seconds.pairs - 1.0, seconds.pairs};
}

bool hasDistribution(std::string_view metric)
{
    return quantileOf(metric).has_value();
}

Estimate wholeEstimate(const ComparedPair& pair, const Estimate& like, const LevelError& level, double confidence)
{
    return distributionEstimate(pair.baseline.total, pair.variant.total, like, *quantileOf(like.metric), level,
                                confidence);
}

std::vector<Estimate> endpointEstimates(const ComparedPair& pair, const Estimate& total, const LevelError& level,
                                        double confidence)
{
    const auto quantile = quantileOf(total.metric);
    std::vector<Estimate> estimates;
    if (!quantile)
        return estimates;
    const auto estimateAt = [&](std::size_t i, double wanted) {
        auto estimate = distributionEstimate(pair.baseline.endpoint(pair.baselinePlaces[i]),
                                             pair.variant.endpoint(pair.variantPlaces[i]), total, *quantile, level,
                                             wanted);
        estimate.endpoint = static_cast<int>(i);
        return estimate;
    };
    std::vector<PairedDifference> differences;
    for (std::size_t i = 0; i < pair.baselinePlaces.size(); ++i) {
        estimates.push_back(estimateAt(i, confidence));
        differences.push_back(estimates.back().difference);
    }
    const auto levels = analysis::holmConfidences(differences, confidence);
    for (std::size_t i = 0; i < estimates.size(); ++i) {
        if (levels[i] > confidence) {
            estimates[i] = estimateAt(i, levels[i]);
            estimates[i].isHolm = true;
        }
    }
    return estimates;
}

std::vector<std::string> failingEndpoints(const ComparedPair& pair, const TuningReport& report, double confidence)
{
    std::vector<std::string> names;
    const auto count = static_cast<double>(std::max<std::size_t>(1, report.endpoints.size()));
    const double reach = failureInflation(pair) * normalQuantile(1 - (1 - confidence) / count);
    for (std::size_t i = 0; i < report.endpoints.size(); ++i) {
        const auto* a = pair.baseline.endpoint(pair.baselinePlaces[i]);
        const auto* b = pair.variant.endpoint(pair.variantPlaces[i]);
        if (!a || !b)
            continue;
        const auto before = failedOf(*a), after = failedOf(*b);
        const double low = after.share() - before.share() - reach * std::sqrt(before.variance() + after.variance());
        if (low > analysis::guardedShare)
            names.push_back(report.endpoints[i]);
    }
    return names;
}

} // namespace weir::experiment
