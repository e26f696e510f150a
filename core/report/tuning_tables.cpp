// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/tuning_tables.h"

#include "core/base/visible_text.h"
#include "core/experiment/metric_noun.h"
#include "core/experiment/wording.h"
#include "core/report/format.h"
#include "core/report/interval_bar.h"
#include "core/report/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace weir::report {

using experiment::TuningReport;

namespace {

constexpr std::size_t tornadoWidth = 41;
constexpr std::size_t longestFactor = 34;
constexpr std::size_t mostPoints = 60; // a terminal's lines

std::string metricCell(const std::string& id, double value)
{
    const auto* metric = metrics::findMetric(id);
    return metric ? formatMetric(*metric, value) : fmt::format("{:g}", value);
}

std::string effectRemark(const experiment::FactorEffect& effect)
{
    const std::string_view confirmed = effect.isConfirmed ? ", confirmed" : effect.isRefuted ? ", not confirmed" : "";
    const bool isZero = effect.judgement == analysis::Judgement::Unclear
        || effect.judgement == analysis::Judgement::NoDifference;
    return fmt::format("{}{}", isZero ? "no clear effect" : experiment::judgementText(effect.judgement), confirmed);
}

void addFigures(std::vector<std::string>& cells, const TuningReport& report, const experiment::SweepPoint& point)
{
    const auto* variant = !point.isBaseline && point.variant < report.variants.size() ? &report.variants[point.variant]
                                                                                      : nullptr;
    const auto* estimate = variant && !variant->estimates.empty() ? &variant->primary() : nullptr;
    const auto* any = report.variants.empty() || report.variants.front().estimates.empty()
        ? nullptr
        : &report.variants.front().primary();
    if (estimate) {
        cells.insert(cells.end(),
                     {metricCell(estimate->metric, estimate->variant), changeText(*estimate), intervalText(*estimate),
                      experiment::verdictText(*estimate)});
        return;
    }
    cells.insert(cells.end(), {point.isBaseline && any ? metricCell(any->metric, any->baseline) : "-", "", "", ""});
}

} // namespace

std::string tornadoText(const TuningReport& report)
{
    if (report.effects.empty())
        return {};
    std::vector<Span> spans;
    for (const auto& effect : report.effects)
        spans.push_back(spanOf(effect));
    const double reach = axisReach(spans, report.margin);
    const auto noun = report.metrics.empty() ? "the metric" : experiment::metricNoun(report.metrics.front());
    Table table{{"Knob, low → high", "Effect", "Interval", "", fmt::format("± {}", experiment::percentText(reach))}};
    for (std::size_t i = 0; i < report.effects.size(); ++i) {
        const auto& effect = report.effects[i];
        table.add({shortened(base::visible(factorTitle(effect.factor)), longestFactor),
                   experiment::changeText(effect.scale, effect.effect),
                   experiment::intervalText(effect.scale, effect.low, effect.high), effectRemark(effect),
                   tornadoBar(spans[i], reach, tornadoWidth)});
    }
    return fmt::format("\nWhich ones matter for {}\n{}", noun, table.text());
}

std::string sweepMarks(const TuningReport& report, std::size_t index)
{
    const auto& sweep = *report.sweep;
    const auto& point = sweep.points[index];
    std::vector<std::string> marks;
    if (point.isBaseline)
        marks.emplace_back("baseline");
    if (sweep.best == index)
        marks.emplace_back("best");
    if (sweep.smallest == index)
        marks.emplace_back("smallest within 2 %");
    if (sweep.knee && sweep.factors.size() == 1 && !point.setting.empty() && point.setting.front() == *sweep.knee)
        marks.emplace_back("knee");
    if (point.isOnFront)
        marks.emplace_back("on the front");
    if (point.isInvalid)
        marks.emplace_back("INVALID");
    if (!point.isBaseline && point.variant < report.variants.size())
        if (const auto& guards = report.variants[point.variant].guards; !guards.empty())
            marks.push_back(experiment::listText(guards, 1) + " worse");
    std::string text;
    for (const auto& mark : marks)
        text += (text.empty() ? "" : ", ") + mark;
    return text;
}

std::string sweepTable(const TuningReport& report)
{
    if (!report.sweep)
        return {};
    const auto& sweep = *report.sweep;
    std::vector<std::string> heading;
    for (const auto& factor : sweep.factors)
        heading.push_back(factor.key);
    const auto title = report.metrics.empty() ? "Figure" : experiment::metricTitle(report.metrics.front());
    heading.insert(heading.end(), {title, "Change", "Interval", "Verdict", "Marks"});
    Table table{heading};
    const auto shown = std::min(sweep.points.size(), mostPoints);
    for (std::size_t i = 0; i < shown; ++i) {
        auto cells = sweep.points[i].text;
        cells.resize(sweep.factors.size());
        for (auto& cell : cells)
            cell = shortened(base::visible(cell), 24);
        addFigures(cells, report, sweep.points[i]);
        cells.push_back(sweepMarks(report, i));
        table.add(std::move(cells));
    }
    auto text = "\n" + table.text();
    if (shown < sweep.points.size())
        text += fmt::format("and {} more points; --csv and --json have them all.\n", sweep.points.size() - shown);
    return text;
}

std::string trialsTable(const TuningReport& report)
{
    if (!report.search || report.search->trials.empty())
        return {};
    const auto& answer = *report.search;
    Table table{{answer.search.key, "Condition", "Figure", "req/s", "Seconds", "Verdict", ""}};
    const auto metric = report.metrics.empty() ? std::string{} : report.metrics.front();
    for (const auto& trial : answer.trials)
        table.add({fmt::format("{:g}", trial.value), trial.held ? "held" : "broken", metricCell(metric, trial.figure),
                   fmt::format("{:.0f}", trial.throughput), fmt::format("{:.1f}", trial.seconds),
                   std::string{verdictName(trial.verdict.level)}, trial.isConfirming ? "confirming" : ""});
    return "\n" + table.text();
}

std::string scalabilityText(const TuningReport& report)
{
    if (!report.scalability)
        return {};
    const auto& fit = *report.scalability;
    const auto peak = fit.peak();
    auto text = fmt::format("\nUniversal scalability law: one gives {:.3g} req/s ({:.3g} to {:.3g}), contention {:.2g} "
                            "({:.2g} to {:.2g}), coherency {:.2g} ({:.2g} to {:.2g}), R² {:.2f}.\n",
                            fit.lambda, fit.lambdaBounds.low, fit.lambdaBounds.high, fit.sigma, fit.sigmaBounds.low,
                            fit.sigmaBounds.high, fit.kappa, fit.kappaBounds.low, fit.kappaBounds.high, fit.r2);
    text += peak ? fmt::format("Throughput peaks at {:.0f}, with {:.0f} req/s.\n", *peak, fit.at(*peak))
                 : std::string{"It has no peak within what was measured.\n"};
    return fit.fitsBadly() ? text + "It fits badly: read no more than the points from it.\n" : text;
}

std::string planSentence(const TuningReport& report)
{
    std::vector<std::string> parts;
    if (report.blocksPlanned > 0 || report.blocksDone > 0)
        parts.push_back(
            fmt::format("{} of {} blocks of {:.3g} s", report.blocksDone, report.blocksPlanned, report.blockSeconds));
    if (report.secondsDone > 0)
        parts.push_back(fmt::format("{:.0f} s in all", report.secondsDone));
    if (report.measuredShare > 0)
        parts.push_back(fmt::format("{} of it measured", experiment::percentText(report.measuredShare)));
    constexpr double worthTelling = 3; // beyond it only what nobody misses is found
    if (report.smallestDifference > 0 && report.smallestDifference < worthTelling)
        parts.push_back(fmt::format("finds differences from {} on, four times in five",
                                    experiment::percentText(report.smallestDifference)));
    if (std::isfinite(report.noiseRemoved) && report.noiseRemoved > 0)
        parts.push_back(
            fmt::format("running in pairs took away {} of the noise", experiment::percentText(report.noiseRemoved)));
    parts.push_back(fmt::format("within {} counts as no difference", experiment::percentText(report.margin)));
    std::string text;
    for (const auto& part : parts)
        text += (text.empty() ? "" : "; ") + part;
    if (text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text + ".";
}

} // namespace weir::report
