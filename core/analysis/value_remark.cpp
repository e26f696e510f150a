// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/value_remark.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

namespace weir::analysis {

static double figureOf(const metrics::Row& row, std::string_view id)
{
    return row.values[metrics::metricIndex(id)];
}

std::string unansweredText(const metrics::Row& row)
{
    const double all = *metrics::samplesOf(metrics::DistributionId::Adjusted, row.values);
    const double lacking = all - figureOf(row, "ok");
    if (!(lacking > 0))
        return {};
    std::vector<std::string> parts;
    for (const auto* id : {"failed", "skipped", "unfinished"})
        if (const double count = figureOf(row, id); count > 0)
            parts.push_back(fmt::format("{:.0f} {}", count, id));
    return fmt::format("{:.0f} of {:.0f} planned requests ({:.3g} %) got no good answer: {}", lacking, all,
                       100 * lacking / all, fmt::join(parts, ", "));
}

std::string neverReason(const metrics::Metric& metric, const metrics::Row& row)
{
    const auto percent = metric.percentile.percent;
    if (percent == 0 || !std::isinf(figureOf(row, metric.id)))
        return {};
    return fmt::format("Never: {}, and the p{:g} leaves out {:g} %.", unansweredText(row), percent, 100 - percent);
}

// Up: what is said has to be enough.
static std::string secondsText(double seconds)
{
    return seconds < 10 ? fmt::format("{:.0f} s", std::ceil(seconds))
        : seconds < 600 ? fmt::format("{:.0f} s", 5 * std::ceil(seconds / 5))
                        : fmt::format("{:.0f} min", std::ceil(seconds / 60));
}

std::string samplesRemark(const metrics::Metric& metric, const metrics::Row& row)
{
    const auto& [of, percent] = metric.percentile;
    if (percent == 0 || !std::isnan(figureOf(row, metric.id)))
        return {};
    const auto needed = static_cast<double>(metrics::samplesNeeded(percent));
    const auto samples = metrics::samplesOf(of, row.values);
    if (!samples || std::isnan(*samples))
        return fmt::format("p{:g} needs {:.0f}", percent, needed);
    const double lacking = needed - *samples;
    const double rate = *samples / std::chrono::duration<double>(row.end - row.begin).count();
    if (!(rate > 0))
        return fmt::format("p{:g} needs {:.0f} more", percent, lacking);
    return fmt::format("p{:g} needs {:.0f} more, {}", percent, lacking, secondsText(lacking / rate));
}

} // namespace weir::analysis
