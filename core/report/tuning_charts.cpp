// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/tuning_charts.h"

#include "core/experiment/metric_noun.h"
#include "core/experiment/wording.h"
#include "core/report/chart_frame.h"
#include "core/report/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace weir::report {

using analysis::Judgement;
using experiment::TuningReport;
using experiment::Variant;
using Anchor = SvgCanvas::Anchor;

namespace {

constexpr double svgBarWidth = 170;
constexpr double barHeight = 22;
constexpr std::size_t mostFactors = 30;
constexpr std::size_t mostPairs = 400;

std::string_view styleOfJudgement(Judgement judgement)
{
    return judgement == Judgement::Better ? "better" : judgement == Judgement::Worse ? "worse" : "neither";
}

double barX(double ratio, double reach, double from, double width)
{
    return from + width * (0.5 + 0.5 * std::clamp(ratio / reach, -1.0, 1.0));
}

// Beyond the axis it ends in an arrow's tip.
void drawArrows(SvgCanvas& svg, const Span& span, double reach, double left, double right, double y,
                std::string_view style)
{
    if (span.high > reach)
        svg.path({{right - 5, y - 4}, {right, y}, {right - 5, y + 4}}, style);
    if (span.low < -reach)
        svg.path({{left + 5, y - 4}, {left, y}, {left + 5, y + 4}}, style);
}

} // namespace

std::string_view styleOf(const experiment::Estimate& estimate)
{
    return estimate.isNeutral ? "neither" : styleOfJudgement(estimate.judgement);
}

std::string intervalSvg(const Span& span, double reach, double margin, std::string_view style)
{
    SvgCanvas svg{svgBarWidth, barHeight, "difference and interval"};
    const auto x = [&](double ratio) { return barX(ratio, reach, 4, svgBarWidth - 8); };
    const double y = barHeight / 2;
    svg.rect(x(-margin), 0, x(margin) - x(-margin), barHeight, "margin");
    svg.line(x(0), 0, x(0), barHeight, "zero");
    const auto line = fmt::format("bar {}", style);
    if (!std::isnan(span.low) && !std::isnan(span.high)) {
        svg.line(x(span.low), y, x(span.high), y, line);
        drawArrows(svg, span, reach, 4, svgBarWidth - 4, y, line);
    }
    if (!std::isnan(span.middle))
        svg.circle(x(span.middle), y, 4, fmt::format("dot {}", style));
    return svg.take();
}

std::string intervalAxisSvg(double reach)
{
    SvgCanvas svg{svgBarWidth, 14, "axis of the differences"};
    const auto end = experiment::percentText(reach);
    svg.text(4, 11, "−" + end, "dim");
    svg.text(svgBarWidth / 2, 11, "0", "dim", Anchor::Middle);
    svg.text(svgBarWidth - 4, 11, "+" + end, "dim", Anchor::End);
    return svg.take();
}

std::string tornadoSvg(const TuningReport& report)
{
    if (report.effects.empty())
        return {};
    constexpr double names = 260, right = 120, row = 26, width = 860;
    const auto count = std::min(report.effects.size(), mostFactors);
    std::vector<Span> spans;
    for (const auto& effect : report.effects)
        spans.push_back(spanOf(effect));
    const double reach = axisReach(spans, report.margin);
    const double bars = width - names - right;
    const auto x = [&](double ratio) { return barX(ratio, reach, names, bars); };
    const double height = row * static_cast<double>(count) + 26;
    SvgCanvas svg{width, height, "effects of the knobs, widest first"};
    svg.rect(x(-report.margin), 0, x(report.margin) - x(-report.margin), height - 22, "margin");
    for (std::size_t i = 0; i < count; ++i) {
        const auto& effect = report.effects[i];
        const auto style = styleOfJudgement(effect.judgement);
        const double y = row * (static_cast<double>(i) + 0.5);
        svg.beginTip(fmt::format("{}: {}, {}", factorTitle(effect.factor),
                                 experiment::changeText(effect.scale, effect.effect),
                                 experiment::intervalText(effect.scale, effect.low, effect.high)));
        svg.text(names - 10, y + 4, shortened(factorTitle(effect.factor), 40), "", Anchor::End);
        const double from = x(std::min(0.0, spans[i].middle));
        svg.rect(from, y - 7, x(std::max(0.0, spans[i].middle)) - from, 14, fmt::format("fill {}", style), 2);
        svg.line(x(spans[i].low), y, x(spans[i].high), y, "whisker");
        svg.text(width - right + 10, y + 4,
                 experiment::changeText(effect.scale, effect.effect)
                     + (effect.isConfirmed     ? " ✓"
                            : effect.isRefuted ? " not confirmed"
                                               : ""),
                 style);
        svg.endTip();
    }
    svg.line(x(0), 0, x(0), height - 22, "zero");
    svg.text(x(-reach), height - 6, "−" + experiment::percentText(reach), "dim");
    svg.text(x(0), height - 6, "0", "dim", Anchor::Middle);
    svg.text(x(reach), height - 6, "+" + experiment::percentText(reach), "dim", Anchor::End);
    return svg.take();
}

std::string pairsSvg(const TuningReport& report, const Variant& variant)
{
    constexpr std::size_t fewest = 3; // with fewer the table says it all
    if (variant.pairs.size() < fewest || report.metrics.empty())
        return {};
    const auto count = std::min(variant.pairs.size(), mostPairs);
    std::vector<double> figures, numbers;
    for (std::size_t i = 0; i < count; ++i) {
        figures.push_back(variant.pairs[i].baseline);
        figures.push_back(variant.pairs[i].variant);
        numbers.push_back(static_cast<double>(i + 1));
    }
    ChartFrame frame{860, 220, "figures of each pair of blocks"};
    frame.setY(figures, true, report.metrics.front());
    frame.setXRange(0.5, static_cast<double>(count) + 0.5, numbers);
    const double radius = count > 60 ? 2 : 4;
    for (std::size_t i = 0; i < count; ++i) {
        const auto& pair = variant.pairs[i];
        const double x = frame.x(numbers[i]);
        frame.svg().line(x, frame.y(pair.baseline), x, frame.y(pair.variant), "pair");
        frame.drawFigure(x, pair.baseline, radius, "baseline", ChartFrame::Mark::Square);
        frame.drawFigure(x, pair.variant, radius, "variant", ChartFrame::Mark::Circle);
    }
    return frame.take();
}

std::string trialsSvg(const TuningReport& report)
{
    if (!report.search || report.search->trials.empty())
        return {};
    const auto& trials = report.search->trials;
    std::vector<double> values, figures;
    for (std::size_t i = 0; i < std::min(trials.size(), mostPairs); ++i) {
        values.push_back(trials[i].value);
        figures.push_back(trials[i].figure);
    }
    const auto [lowest, highest] = std::ranges::minmax(values);
    ChartFrame frame{860, 240, "values that were tried"};
    frame.setY(figures, true, report.metrics.empty() ? "" : report.metrics.front());
    frame.setX(values, lowest > 0 && highest > 20 * lowest);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double x = frame.x(values[i]);
        frame.svg().beginTip(fmt::format("{:g}: {}", values[i], trials[i].held ? "held" : "broken"));
        frame.drawFigure(x, figures[i], 5, trials[i].held ? "better" : "worse",
                         trials[i].held ? ChartFrame::Mark::Circle : ChartFrame::Mark::Cross);
        if (trials[i].isConfirming)
            frame.svg().circle(x, frame.y(figures[i]), 9, "ring");
        frame.svg().endTip();
    }
    if (report.search->value)
        frame.svg().line(frame.x(*report.search->value), frame.top(), frame.x(*report.search->value), frame.bottom(),
                         "answer");
    return frame.take();
}

} // namespace weir::report
