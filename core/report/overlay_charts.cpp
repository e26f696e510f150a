// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/overlay_charts.h"

#include "core/report/chart_frame.h"
#include "core/report/html_text.h"
#include "core/report/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace weir::report {

using experiment::Arm;
using experiment::TuningReport;

namespace {

constexpr std::size_t mostCurves = 5; // more cannot be told apart
constexpr double lineGap = std::numeric_limits<double>::quiet_NaN();

std::vector<const Arm*> armsWithCurves(const TuningReport& report)
{
    std::vector<const Arm*> arms;
    for (const auto& arm : report.arms)
        if (!arm.curve.empty() && arms.size() < mostCurves)
            arms.push_back(&arm);
    return arms;
}

std::vector<double> timesOf(const std::vector<const Arm*>& arms)
{
    std::vector<double> times;
    for (const auto* arm : arms)
        for (const auto& point : arm->curve)
            times.push_back(point.ms);
    return times;
}

std::string legendOf(const std::vector<const Arm*>& arms)
{
    std::string text = "<p class=\"legend\">";
    for (std::size_t i = 0; i < arms.size(); ++i)
        text += fmt::format("<span class=\"key k{}\"></span>{}", i, htmlText(shortened(arms[i]->name, 60)));
    return text + "</p>\n";
}

// As HdrHistogram's plots: the share on the axis log10(1 / (1 - share)).
double towardsOne(double share)
{
    return -std::log10(1 - share);
}

std::string percentilesSvg(const std::vector<const Arm*>& arms)
{
    double last = 1;
    for (const auto* arm : arms)
        last = std::max(last, towardsOne(arm->curve.back().share));
    ChartFrame frame{860, 260, "response times by percentile"};
    frame.setY(timesOf(arms), false, "latency_p50_ms", true);
    std::vector<std::pair<double, std::string>> labels{{0, "0 %"}, {towardsOne(0.5), "50 %"}};
    std::string nines = "90 %";
    for (double decade = 1; decade <= last; ++decade) {
        labels.emplace_back(decade, nines);
        nines = decade == 1 ? "99 %"
            : decade == 2   ? "99.9 %"
                            : fmt::format("99.{} %", std::string(static_cast<std::size_t>(decade) - 1, '9'));
    }
    frame.setXScale({0, last, frame.left(), frame.right()}, labels);
    for (std::size_t i = 0; i < arms.size(); ++i) {
        SvgCanvas::Points line;
        for (const auto& point : arms[i]->curve)
            line.emplace_back(frame.x(towardsOne(point.share)), std::isinf(point.ms) ? lineGap : frame.y(point.ms));
        frame.svg().path(line, fmt::format("s{}", i));
    }
    return frame.take();
}

std::string sharesSvg(const std::vector<const Arm*>& arms)
{
    ChartFrame frame{860, 220, "share of requests answered within a time"};
    frame.setY({0, 1}, true, "error_ratio");
    frame.setX(timesOf(arms), true, "latency_p50_ms");
    for (std::size_t i = 0; i < arms.size(); ++i) {
        SvgCanvas::Points line;
        double before = 0;
        for (const auto& point : arms[i]->curve) {
            const double x = std::isinf(point.ms) ? lineGap : frame.x(point.ms);
            line.emplace_back(x, frame.y(before));
            line.emplace_back(x, frame.y(point.share));
            before = point.share;
        }
        frame.svg().path(line, fmt::format("s{}", i));
    }
    return frame.take();
}

std::string overlayCard(std::string_view title, std::string_view dim, const std::string& svg, const std::string& legend)
{
    return fmt::format("<section class=\"card\">\n<h2>{} <small>{}</small></h2>\n{}{}</section>\n", title, dim, svg,
                       legend);
}

} // namespace

std::string overlayCards(const TuningReport& report)
{
    const auto arms = armsWithCurves(report);
    if (arms.size() < 2)
        return {};
    const auto legend = legendOf(arms);
    return overlayCard("Percentiles", "response times over all planned requests; ends where too few lie beyond",
                       percentilesSvg(arms), legend)
        + overlayCard("Answered within", "share of all planned requests", sharesSvg(arms), legend);
}

} // namespace weir::report
