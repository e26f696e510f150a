// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/sweep_points_html.h"

#include "core/experiment/metric_noun.h"
#include "core/experiment/wording.h"
#include "core/report/chart_frame.h"
#include "core/report/html_text.h"
#include "core/report/table.h"
#include "core/report/tuning_charts.h"
#include "core/report/tuning_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace weir::report {

using experiment::Estimate;
using experiment::TuningReport;

namespace {

constexpr std::size_t mostPointRows = 100;
constexpr std::size_t longestPoint = 120;

const Estimate* primaryAt(const TuningReport& report, const experiment::SweepPoint& point)
{
    if (point.isBaseline || point.variant >= report.variants.size())
        return nullptr;
    const auto& variant = report.variants[point.variant];
    return variant.estimates.empty() ? nullptr : &variant.primary();
}

std::string pointFigures(const TuningReport& report, const Estimate* estimate, double reach)
{
    if (!estimate)
        return "<td></td><td></td><td></td><td></td><td></td>";
    return fmt::format(
        "<td>{}</td><td>{}</td><td>{}</td><td class=\"dim\">{}</td><td class=\"left\"><span class=\"pill "
        "{}\">{}</span></td>",
        htmlText(figureText(estimate->metric, estimate->variant)),
        intervalSvg(spanOf(*estimate), reach, report.margin, styleOf(*estimate)), htmlText(changeText(*estimate)),
        htmlText(intervalText(*estimate)), styleOf(*estimate), htmlText(verdictText(*estimate)));
}

std::string headingOf(const TuningReport& report, double reach)
{
    std::vector<std::string> keys;
    for (const auto& factor : report.sweep->factors)
        keys.push_back(factor.key);
    return fmt::format("<thead><tr><th>{}</th><th>{}</th><th>{}</th><th>Change</th><th>Interval</th><th "
                       "class=\"left\">Verdict</th><th></th></tr></thead>\n",
                       htmlText(shortened(fmt::format("{}", fmt::join(keys, ", ")), longestPoint)),
                       report.metrics.empty() ? "" : htmlText(experiment::metricTitle(report.metrics.front())),
                       intervalAxisSvg(reach));
}

} // namespace

std::string sweepPointsHtml(const TuningReport& report)
{
    if (!report.sweep || report.sweep->points.empty())
        return {};
    const auto& points = report.sweep->points;
    const auto count = std::min(points.size(), mostPointRows);
    std::vector<Span> spans;
    for (std::size_t i = 0; i < count; ++i)
        if (const auto* estimate = primaryAt(report, points[i]))
            spans.push_back(spanOf(*estimate));
    const double reach = axisReach(spans, report.margin);
    std::string rows;
    for (std::size_t i = 0; i < count; ++i)
        rows += fmt::format("<tr><td>{}</td>{}<td class=\"left wrap\">{}</td></tr>\n",
                            htmlText(shortened(fmt::format("{}", fmt::join(points[i].text, ", ")), longestPoint)),
                            pointFigures(report, primaryAt(report, points[i]), reach),
                            htmlText(shortened(sweepMarks(report, i), longestPoint)));
    auto text = fmt::format("<div class=\"scroll\"><table>\n{}<tbody>\n{}</tbody></table></div>\n",
                            headingOf(report, reach), rows);
    if (count < points.size())
        text += fmt::format("<p class=\"legend\">and {} more points; the CSV has them all.</p>\n",
                            points.size() - count);
    return text;
}

} // namespace weir::report
