// SPDX-License-Identifier: GPL-3.0-or-later
// Charts of a sweep: a line with interval bars, a heat map of two knobs, the front by two metrics.
#include "core/experiment/metric_noun.h"
#include "core/experiment/wording.h"
#include "core/report/chart_frame.h"
#include "core/report/table.h"
#include "core/report/tuning_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace weir::report {

using experiment::SweepPoint;
using experiment::TuningReport;
using experiment::Variant;
using Anchor = SvgCanvas::Anchor;

namespace {

constexpr std::size_t mostDrawn = 400;
constexpr double unmeasured = std::numeric_limits<double>::quiet_NaN();

// A point of the sweep with its figure of one metric, and where its interval lies about the baseline's figure.
struct DrawnFigure {
    double value = unmeasured;
    double low = unmeasured;
    double high = unmeasured;
    std::string_view style = "neither";
};

const Variant* variantAt(const TuningReport& report, const SweepPoint& point)
{
    const bool hasOne = !point.isBaseline && point.variant < report.variants.size();
    return hasOne ? &report.variants[point.variant] : nullptr;
}

double baselineFigure(const TuningReport& report, std::string_view metric)
{
    for (const auto& variant : report.variants)
        if (const auto* estimate = variant.find(metric); estimate && !std::isnan(estimate->baseline))
            return estimate->baseline;
    return unmeasured;
}

// The interval is that of the difference from the baseline, so it is drawn about the baseline's figure of all points:
// then points compare with each other as their differences do.
DrawnFigure drawnFigure(const TuningReport& report, const SweepPoint& point, std::string_view metric, double baseline)
{
    DrawnFigure drawn;
    const auto* variant = variantAt(report, point);
    const auto* estimate = variant ? variant->find(metric) : nullptr;
    if (!estimate) {
        drawn.value = point.isBaseline ? baseline : unmeasured;
        return drawn;
    }
    const auto& difference = estimate->difference;
    const bool isShare = difference.scale == analysis::DifferenceScale::Plain;
    const auto figure = [&](double onScale) {
        return isShare ? baseline + onScale : baseline * (1 + difference.asRatio(onScale));
    };
    drawn.value = std::isfinite(difference.difference) && std::isfinite(baseline) ? figure(difference.difference)
                                                                                  : estimate->variant;
    drawn.low = figure(difference.low);
    drawn.high = figure(difference.high);
    drawn.style = styleOf(*estimate);
    return drawn;
}

std::string pointTip(const TuningReport& report, const SweepPoint& point, double value)
{
    std::string text;
    for (std::size_t i = 0; i < point.text.size() && i < report.sweep->factors.size(); ++i)
        text += fmt::format("{} = {}, ", report.sweep->factors[i].key, shortened(point.text[i], 40));
    return text + figureText(report.metrics.front(), value)
        + (point.isInvalid        ? ", INVALID"
               : point.isBaseline ? ", baseline"
                                  : "");
}

bool isNumeric(const TuningReport& report)
{
    return std::ranges::all_of(report.sweep->points, [](const SweepPoint& point) {
        return !point.text.empty() && !point.setting.empty()
            && point.text.front().find_first_not_of("0123456789.e+-") == std::string::npos;
    });
}

std::string lineSvg(const TuningReport& report)
{
    const auto& sweep = *report.sweep;
    const auto& metric = report.metrics.front();
    const double baseline = baselineFigure(report, metric);
    const auto count = std::min(sweep.points.size(), mostDrawn);
    std::vector<DrawnFigure> drawn;
    std::vector<double> figures, settings;
    const bool isNumber = isNumeric(report);
    for (std::size_t i = 0; i < count; ++i) {
        const auto& point = sweep.points[i];
        drawn.push_back(drawnFigure(report, point, metric, baseline));
        figures.insert(figures.end(), {drawn.back().value, drawn.back().low, drawn.back().high});
        settings.push_back(isNumber ? point.setting.front() : static_cast<double>(i));
    }
    ChartFrame frame{860, 280, "the metric over the knob's values"};
    frame.setY(figures, true, metric);
    const auto [lowest, highest] = std::ranges::minmax(settings);
    const bool isLog = isNumber && lowest > 0 && highest > 8 * lowest;
    const double pad = isLog ? 0 : (highest - lowest) * 0.05 + 1e-9;
    std::vector<std::pair<double, std::string>> labels;
    const auto step = std::max<std::size_t>(1, (count + 9) / 10);
    for (std::size_t i = 0; i < count; i += step)
        labels.emplace_back(settings[i],
                            shortened(sweep.points[i].text.empty() ? "" : sweep.points[i].text.front(), 12));
    frame.setXScale({isLog ? lowest / 1.15 : lowest - pad, isLog ? highest * 1.15 : highest + pad, frame.left(),
                     frame.right(), isLog},
                    labels);
    if (sweep.knee && isNumber) {
        frame.svg().line(frame.x(*sweep.knee), frame.top(), frame.x(*sweep.knee), frame.bottom(), "answer");
        frame.svg().text(frame.x(*sweep.knee) + 5, frame.top() + 10, "knee", "dim");
    }
    if (!std::isnan(baseline))
        frame.svg().line(frame.left(), frame.y(baseline), frame.right(), frame.y(baseline), "basis");
    SvgCanvas::Points line;
    for (std::size_t i = 0; i < count; ++i)
        if (!sweep.points[i].isInvalid)
            line.emplace_back(frame.x(settings[i]), std::isinf(drawn[i].value) ? unmeasured : frame.y(drawn[i].value));
    frame.svg().path(line, "curve");
    for (std::size_t i = 0; i < count; ++i) {
        const auto& point = sweep.points[i];
        const double x = frame.x(settings[i]);
        frame.svg().beginTip(pointTip(report, point, drawn[i].value));
        frame.svg().line(x, frame.y(drawn[i].low), x, frame.y(drawn[i].high), fmt::format("bar {}", drawn[i].style));
        if (point.isInvalid)
            frame.svg().circle(x, frame.y(drawn[i].value), 5, "hollow");
        else
            frame.drawFigure(x, drawn[i].value, 5, point.isBaseline ? "baseline" : drawn[i].style,
                             point.isBaseline ? ChartFrame::Mark::Square : ChartFrame::Mark::Circle);
        if (sweep.best == i || sweep.smallest == i)
            frame.svg().circle(x, frame.y(drawn[i].value), 9, "ring");
        frame.svg().endTip();
    }
    return frame.take();
}

// viridis, from good to bad.
std::string_view heatStyle(double part)
{
    static constexpr std::array<std::string_view, 7> steps{"h0", "h1", "h2", "h3", "h4", "h5", "h6"};
    if (!std::isfinite(part))
        return "hx";
    return steps[static_cast<std::size_t>(std::clamp(part * 7, 0.0, 6.0))];
}

std::string heatSvg(const TuningReport& report)
{
    const auto& sweep = *report.sweep;
    const auto& metric = report.metrics.front();
    const auto& columns = sweep.factors[0].values;
    const auto& rows = sweep.factors[1].values;
    if (columns.empty() || rows.empty() || columns.size() * rows.size() > 2500)
        return {};
    const double baseline = baselineFigure(report, metric);
    std::vector<double> figures;
    for (const auto& point : sweep.points)
        figures.push_back(drawnFigure(report, point, metric, baseline).value);
    double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
    for (const double figure : figures)
        if (std::isfinite(figure))
            lowest = std::min(lowest, figure), highest = std::max(highest, figure);
    const double left = 150, above = 22, cell = std::min(110.0, 700.0 / static_cast<double>(columns.size())),
                 height = 34;
    SvgCanvas svg{left + cell * static_cast<double>(columns.size()) + 10,
                  above + height * static_cast<double>(rows.size()) + 44, "the metric over the values of two knobs"};
    for (std::size_t i = 0; i < sweep.points.size(); ++i) {
        const auto& point = sweep.points[i];
        if (point.text.size() < 2)
            continue;
        const auto column = std::ranges::find(columns, point.text[0]) - columns.begin();
        const auto row = std::ranges::find(rows, point.text[1]) - rows.begin();
        if (column == std::ssize(columns) || row == std::ssize(rows))
            continue;
        const double x = left + cell * static_cast<double>(column);
        const double y = above + height * static_cast<double>(std::ssize(rows) - 1 - row);
        const auto style = heatStyle(highest > lowest ? (figures[i] - lowest) / (highest - lowest) : 0);
        svg.beginTip(pointTip(report, point, figures[i]));
        svg.rect(x + 1, y + 1, cell - 2, height - 2, point.isInvalid ? "hx" : style, 3);
        if (cell > 48)
            svg.text(x + cell / 2, y + height / 2 + 4,
                     figureText(metric, figures[i])
                         + (sweep.best == i        ? " ★"
                                : point.isBaseline ? " ■"
                                                   : ""),
                     style == "hx" || point.isInvalid     ? ""
                         : style == "h5" || style == "h6" ? "ondark"
                                                          : "onlight",
                     Anchor::Middle);
        svg.endTip();
    }
    const double below = above + height * static_cast<double>(rows.size());
    for (std::size_t i = 0; i < columns.size(); ++i)
        svg.text(left + cell * (static_cast<double>(i) + 0.5), below + 16, shortened(columns[i], 12), "dim",
                 Anchor::Middle);
    for (std::size_t i = 0; i < rows.size(); ++i)
        svg.text(left - 8, above + height * (static_cast<double>(rows.size() - 1 - i) + 0.5) + 4,
                 shortened(rows[i], 20), "dim", Anchor::End);
    svg.text(left, below + 36, sweep.factors[0].key + " →", "dim");
    svg.text(0, 14, shortened(sweep.factors[1].key, 40) + " ↑", "dim");
    return svg.take();
}

} // namespace

std::string sweepSvg(const TuningReport& report)
{
    if (!report.sweep || report.sweep->points.empty() || report.metrics.empty())
        return {};
    return report.sweep->factors.size() == 2 ? heatSvg(report) : lineSvg(report);
}

std::string frontSvg(const TuningReport& report)
{
    if (!report.sweep || report.metrics.size() < 2 || report.sweep->points.size() < 2)
        return {};
    const auto& points = report.sweep->points;
    const auto count = std::min(points.size(), mostDrawn);
    const auto& across = report.metrics[1];
    const auto& upwards = report.metrics[0];
    std::vector<DrawnFigure> xs, ys;
    std::vector<double> xFigures, yFigures;
    for (std::size_t i = 0; i < count; ++i) {
        xs.push_back(drawnFigure(report, points[i], across, baselineFigure(report, across)));
        ys.push_back(drawnFigure(report, points[i], upwards, baselineFigure(report, upwards)));
        xFigures.insert(xFigures.end(), {xs.back().value, xs.back().low, xs.back().high});
        yFigures.insert(yFigures.end(), {ys.back().value, ys.back().low, ys.back().high});
    }
    const auto isFinite = [](double figure) { return std::isfinite(figure); };
    if (!std::ranges::any_of(xFigures, isFinite) || !std::ranges::any_of(yFigures, isFinite))
        return {};
    ChartFrame frame{860, 280, "points by the first two metrics"};
    frame.setY(yFigures, false, upwards);
    frame.setX(xFigures, false, across);
    for (std::size_t i = 0; i < count; ++i) {
        const double x = frame.x(xs[i].value);
        const double y = frame.y(ys[i].value);
        frame.svg().beginTip(pointTip(report, points[i], ys[i].value));
        frame.svg().line(frame.x(xs[i].low), y, frame.x(xs[i].high), y, "whisker");
        frame.svg().line(x, frame.y(ys[i].low), x, frame.y(ys[i].high), "whisker");
        if (points[i].isInvalid)
            frame.svg().circle(x, y, 5, "hollow");
        else if (points[i].isBaseline)
            frame.drawFigure(x, ys[i].value, 5, "baseline", ChartFrame::Mark::Square);
        else
            frame.drawFigure(x, ys[i].value, 5, points[i].isOnFront ? "variant" : "neither", ChartFrame::Mark::Circle);
        frame.svg().endTip();
    }
    return frame.take();
}

} // namespace weir::report
