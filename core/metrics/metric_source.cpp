// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/metric_catalog.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace weir::metrics {

const Metric* findMetric(std::string_view id)
{
    const auto all = metrics();
    const auto at = std::ranges::find(all, id, &Metric::id);
    return at == all.end() ? nullptr : &*at;
}

std::size_t metricIndex(std::string_view id)
{
    const auto* metric = findMetric(id);
    assert(metric);
    return static_cast<std::size_t>(metric - metrics().data());
}

MetricValues readAll(const MetricSource& source)
{
    MetricValues values;
    values.reserve(metrics().size());
    for (const auto& metric : metrics())
        values.push_back(metric.read(source).value_or(std::numeric_limits<double>::quiet_NaN()));
    return values;
}

std::uint64_t samplesNeeded(double percentile)
{
    if (percentile >= 100)
        return 1;
    return static_cast<std::uint64_t>(std::ceil(1000.0 / (100.0 - percentile) - 1e-6));
}

std::optional<double> samplesOf(DistributionId id, const MetricValues& values)
{
    const auto sum = [&](auto... ids) { return (values[metricIndex(ids)] + ...); };
    switch (id) {
    case DistributionId::Response:
    case DistributionId::Service: return sum("ok");
    case DistributionId::Failed: return sum("failed");
    case DistributionId::ScheduleLag: return sum("requests");
    case DistributionId::Adjusted: return sum("requests", "skipped", "unfinished");
    default: return std::nullopt;
    }
}

std::optional<double> percentileMs(const MetricSource& source, DistributionId id, double percentile)
{
    const auto& distribution = source.distributions[static_cast<std::size_t>(id)];
    const auto* histogram = distribution ? distribution(samplesNeeded(percentile)) : nullptr;
    if (!histogram)
        return std::nullopt;
    const double nanos = id == DistributionId::Adjusted ? histogram->percentileOfAll(percentile)
                                                        : static_cast<double>(histogram->percentile(percentile));
    return nanos / 1e6; // in a millisecond
}

MetricSource::Distribution wholeOf(const Histogram& histogram, Counted counted)
{
    return [&histogram, counted](std::uint64_t samples) {
        const auto& known = histogram.summary();
        return (counted == Counted::All ? known.all() : known.count) >= samples ? &histogram : nullptr;
    };
}

void MetricSource::takeWhole(std::span<const Histogram> histograms)
{
    for (std::size_t id = 0; id < histograms.size(); ++id)
        distributions[id] = wholeOf(histograms[id]);
    distributions[static_cast<std::size_t>(DistributionId::Adjusted)] = wholeOf(histograms.front(), Counted::All);
}

} // namespace weir::metrics
