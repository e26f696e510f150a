// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/scalability_points.h"

#include <cmath>

namespace weir::experiment {

static std::vector<analysis::ScalabilityPoint> pointsOf(const TuningReport& report)
{
    std::vector<analysis::ScalabilityPoint> points;
    if (report.search)
        for (const auto& trial : report.search->trials)
            if (trial.value > 0 && trial.throughput > 0 && trial.verdict.level != metrics::Verdict::Level::Invalid)
                points.push_back({trial.value, trial.throughput});
    if (report.sweep && report.sweep->factors.size() == 1)
        for (const auto& point : report.sweep->points) {
            if (point.isInvalid || report.variants.empty())
                continue;
            const auto* estimate = report.variants[point.variant].find("achieved_rps");
            const double throughput = !estimate ? 0 : point.isBaseline ? estimate->baseline : estimate->variant;
            if (point.setting.front() > 0 && throughput > 0 && std::isfinite(throughput))
                points.push_back({point.setting.front(), throughput});
        }
    return points;
}

void fitScalability(TuningReport& report)
{
    report.scalability = analysis::fitScalability(pointsOf(report));
    if (!report.scalability)
        report.notes.emplace_back(
            "The scalability law was not fitted: it takes at least four valid points with three different values, and "
            "of a sweep achieved_rps among its metrics (--metric achieved_rps).");
    else if (report.scalability->fitsBadly())
        report.notes.emplace_back("The scalability law fits these points badly, so its peak says little.");
}

} // namespace weir::experiment
