// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/plan.h"

#include "core/metrics/metric_catalog.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace weir::experiment {

std::string_view kindName(Kind kind)
{
    static constexpr std::array<std::string_view, 5> names{"try", "screen", "sweep", "find", "compare"};
    return names[static_cast<std::size_t>(kind)];
}

std::vector<std::string> Plan::effectiveMetrics() const
{
    if (!metrics.empty())
        return metrics;
    return {std::string{usualMetric}, "latency_p50_ms", "wire_bytes_per_s", "target_cpu_ratio", "origin_cpu_ratio",
            "cache_hit_ratio"};
}

int Plan::effectiveBlocks() const
{
    constexpr int pairs = 16, rounds = 4;
    return blocks > 0 ? blocks : kind == Kind::Screen ? rounds : pairs;
}

double blockSecondsFor(const Plan& plan)
{
    constexpr double least = 2, most = 10, ofUsers = 3;
    constexpr double spare = 1.2; // random arrivals may be fewer
    if (plan.blockSeconds > 0)
        return plan.blockSeconds;
    if (plan.baseline.load.model == settings::LoadModel::Closed)
        return ofUsers;
    const auto* metric = metrics::findMetric(plan.effectiveMetrics().front());
    const auto needed = metric && metric->percentile.percent > 0 ? metrics::samplesNeeded(metric->percentile.percent) : 1;
    return std::clamp(std::ceil(10 * spare * static_cast<double>(needed) / plan.baseline.load.rate) / 10, least, most);
}

} // namespace weir::experiment
