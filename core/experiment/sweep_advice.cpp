// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/sweep_advice.h"

#include "core/analysis/pareto.h"
#include "core/base/strings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace weir::experiment {

using analysis::DifferenceScale;
using analysis::Direction;
using analysis::Judgement;

namespace {

constexpr double noPoint = std::numeric_limits<double>::quiet_NaN();

double settingNumber(const Factor& factor, const std::string& text)
{
    if (const auto number = base::parseDouble(text))
        return *number;
    return static_cast<double>(std::ranges::find(factor.values, text) - factor.values.begin());
}

// The interval of a variant's figure, as the baseline's and the difference have it.
analysis::FrontPoint frontPoint(const Variant* variant, const std::vector<std::string>& metrics,
                                const std::array<double, 2>& baseline)
{
    std::array<double, 6> values{};
    for (std::size_t axis = 0; axis < 2; ++axis) {
        const auto* estimate = variant ? variant->find(metrics[axis]) : nullptr;
        const double base = baseline[axis];
        const auto at = [&](double difference) {
            return estimate->difference.scale == DifferenceScale::Plain ? base + difference
                                                                        : base * std::exp(difference);
        };
        values[axis * 3] = estimate ? estimate->variant : base;
        values[axis * 3 + 1] = estimate && estimate->difference.hasInterval() ? at(estimate->difference.low) : base;
        values[axis * 3 + 2] = estimate && estimate->difference.hasInterval() ? at(estimate->difference.high) : base;
    }
    return {values[0], values[1], values[2], values[3], values[4], values[5]};
}

void markFront(TuningReport& report)
{
    auto& points = report.sweep->points;
    if (report.metrics.size() < 2 || report.variants.empty())
        return;
    const std::vector<std::string> axes{report.metrics[0], report.metrics[1]};
    std::array<double, 2> baseline{noPoint, noPoint};
    std::array<Direction, 2> directions{};
    for (std::size_t axis = 0; axis < 2; ++axis) {
        directions[axis] = directionOf(metrics::goalOf(metricOf(axes[axis])));
        for (const auto& variant : report.variants)
            if (const auto* estimate = variant.find(axes[axis]); estimate && std::isnan(baseline[axis]))
                baseline[axis] = estimate->baseline;
    }
    std::vector<analysis::FrontPoint> front;
    std::vector<SweepPoint*> shown;
    for (auto& point : points) {
        const auto made = frontPoint(point.isBaseline ? nullptr : &report.variants[point.variant], axes, baseline);
        if (point.isInvalid || std::isnan(made.x) || std::isnan(made.y))
            continue;
        front.push_back(made);
        shown.push_back(&point);
    }
    const auto isOn = analysis::paretoFront(front, directions[0], directions[1]);
    for (std::size_t i = 0; i < shown.size(); ++i)
        shown[i]->isOnFront = isOn[i];
}

bool differsForCertain(const Variant& variant)
{
    const auto judgement = variant.primary().judgement;
    return judgement == Judgement::Better || judgement == Judgement::Worse;
}

// Points were run at different times: their own figures would be compared with all that the machine did in between. So
// each is the same baseline and its own paired difference from it.
double commonBaseline(const std::vector<Variant>& variants)
{
    std::vector<double> baselines;
    for (const auto& variant : variants)
        baselines.push_back(variant.primary().baseline);
    return middleOf(std::move(baselines));
}

double pairedFigure(const Variant& variant, double baseline)
{
    const auto& difference = variant.primary().difference;
    if (!std::isfinite(difference.difference))
        return variant.primary().variant; // never answered, or too few pairs
    return difference.scale == DifferenceScale::Plain ? baseline + difference.difference
                                                      : baseline * std::exp(difference.difference);
}

} // namespace

void addSweep(const Frame& frame, TuningReport& report)
{
    const auto& plan = frame.plan;
    SweepAdvice advice;
    advice.factors = plan.factors;
    std::size_t count = 1;
    for (const auto& factor : plan.factors)
        count *= factor.values.size();
    for (std::size_t number = 0; number < count; ++number) {
        SweepPoint point;
        auto scenario = frame.arms.list.front().scenario;
        auto rest = number;
        for (const auto& factor : plan.factors) {
            const auto& text = factor.values[rest % factor.values.size()];
            rest /= factor.values.size();
            point.text.push_back(text);
            point.setting.push_back(settingNumber(factor, text));
            (void)settings::setText(scenario, factor.key, text);
        }
        const auto found = std::ranges::find_if(
            report.variants, [&](const Variant& variant) { return frame.arms.list[variant.arm].scenario == scenario; });
        point.isBaseline = scenario == frame.arms.list.front().scenario;
        if (found == report.variants.end() && !point.isBaseline)
            continue;
        point.variant = point.isBaseline ? 0 : static_cast<std::size_t>(found - report.variants.begin());
        point.isInvalid = report.arms[point.isBaseline ? 0 : found->arm].verdict.level
            == metrics::Verdict::Level::Invalid;
        advice.points.push_back(std::move(point));
    }
    std::ranges::stable_sort(advice.points, {}, &SweepPoint::setting);
    report.sweep = std::move(advice);
    markFront(report);

    std::vector<analysis::SweepPoint> line;
    std::vector<std::size_t> places;
    const double baseline = commonBaseline(report.variants);
    const auto direction = directionOf(metrics::goalOf(metricOf(report.metrics.front())));
    for (std::size_t i = 0; i < report.sweep->points.size(); ++i) {
        const auto& point = report.sweep->points[i];
        const double figure = point.isBaseline ? baseline : pairedFigure(report.variants[point.variant], baseline);
        if (point.isInvalid || !std::isfinite(figure))
            continue;
        line.push_back({point.setting.front(), figure});
        places.push_back(i);
    }
    if (line.empty())
        return;
    const auto isBetter = [&](double a, double b) { return direction == Direction::HigherIsBetter ? a > b : a < b; };
    std::size_t best = 0;
    for (std::size_t i = 1; i < line.size(); ++i)
        if (isBetter(line[i].figure, line[best].figure))
            best = i;
    report.sweep->best = places[best];
    if (plan.factors.size() > 1)
        return;
    if (const auto smallest = analysis::smallestWithin(line, direction, plan.margin))
        for (std::size_t i = 0; i < line.size(); ++i)
            if (line[i].setting == *smallest)
                report.sweep->smallest = places[i];
    if (std::ranges::any_of(report.variants, differsForCertain)) // a curve that may be flat bends by chance
        report.sweep->knee = analysis::kneeOf(line, direction);
}

} // namespace weir::experiment
