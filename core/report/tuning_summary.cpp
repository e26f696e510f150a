// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/tuning_summary.h"

#include "core/base/visible_text.h"
#include "core/experiment/metric_noun.h"
#include "core/experiment/wording.h"
#include "core/report/format.h"
#include "core/report/interval_bar.h"
#include "core/report/knob_columns.h"
#include "core/report/notable_estimates.h"
#include "core/report/table.h"
#include "core/report/tuning_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace weir::report {

using base::visible;
using experiment::TuningReport;
using experiment::Variant;

namespace {

constexpr std::size_t summaryWidth = 100;
constexpr std::size_t barWidth = 23;
constexpr std::size_t longestTitle = 32;
constexpr std::size_t mostVariantTables = 8; // the others are told in a sentence each, or in the sweep's table
constexpr std::size_t mostVariantLines = 40;
constexpr std::size_t mostChangesTold = 12; // of a run's settings

std::string paragraph(std::string_view text, std::string_view before = "")
{
    std::string lines;
    for (const auto& line : wrapped(visible(text), summaryWidth))
        lines += fmt::format("{}{}\n", before, line);
    return lines;
}

std::string figureText(const std::string& id, double value)
{
    const auto* metric = metrics::findMetric(id);
    return metric ? formatMetric(*metric, value) : fmt::format("{:g}", value);
}

std::vector<std::string> estimateCells(const experiment::Estimate& estimate, std::string title, double reach)
{
    auto interval = intervalText(estimate);
    if (estimate.isHolm && !interval.empty())
        interval += "*";
    return {shortened(visible(title), longestTitle),
            figureText(estimate.metric, estimate.baseline),
            figureText(estimate.metric, estimate.variant),
            changeText(estimate),
            interval,
            verdictText(estimate),
            intervalBar(spanOf(estimate), reach, barWidth)};
}

std::string barHeading(double reach)
{
    const auto end = experiment::percentText(reach);
    const auto left = "−" + end;
    const auto right = "+" + end;
    const auto used = 2 * end.size() + 3;
    return left + std::string(used < barWidth ? (barWidth - used) / 2 : 1, ' ') + "0"
        + std::string(used < barWidth ? barWidth - used - (barWidth - used) / 2 : 1, ' ') + right;
}

Table estimatesTable(const TuningReport& report, const Variant& variant)
{
    const auto notable = notableEstimates(variant);
    std::vector<Span> spans;
    for (const auto* estimate : notable.shown)
        spans.push_back(spanOf(*estimate));
    const double reach = axisReach(spans, report.margin);
    Table table{{"Metric", "Baseline", "Variant", "Change", "Interval", "Verdict", barHeading(reach)}};
    for (const auto* estimate : notable.shown) {
        auto title = experiment::metricTitle(estimate->metric);
        if (estimate->endpoint >= 0)
            title = fmt::format("{}: {}", report.endpointName(estimate->endpoint),
                                experiment::metricNoun(estimate->metric));
        table.add(estimateCells(*estimate, std::move(title), reach));
    }
    return table;
}

std::string variantText(const TuningReport& report, const Variant& variant, bool isHeadline)
{
    auto text = isHeadline ? std::string{} : "\n" + paragraph(findingText(report, variant));
    if (!isHeadline && variant.isRecommended && report.variants.size() > 1)
        text += "recommended\n";
    if (variant.estimates.empty())
        return text;
    text += "\n" + estimatesTable(report, variant).text();
    const auto rest = notableEstimates(variant).rest;
    if (rest > 0)
        text += paragraph(
            fmt::format("Not shown: {} of the endpoints' rows, which differ less, not for certain, or rest on "
                        "too few requests; --csv and --json have them all.",
                        rest));
    return text;
}

std::string variantTables(const TuningReport& report)
{
    std::string text;
    const bool hasOwnTable = report.sweep || report.search;
    std::size_t tables = 0;
    std::size_t lines = 0;
    for (const auto& variant : report.variants) {
        const bool isOnly = report.variants.size() == 1 && report.effects.empty() && !hasOwnTable;
        if (!hasOwnTable && tables++ < mostVariantTables)
            text += variantText(report, variant, isOnly);
        else if (!hasOwnTable && lines++ < mostVariantLines)
            text += paragraph(findingText(report, variant));
    }
    const auto left = report.variants.size();
    if (!hasOwnTable && left > mostVariantTables + mostVariantLines)
        text += fmt::format("and {} more variants; --csv and --json have them all.\n",
                            left - mostVariantTables - mostVariantLines);
    return text;
}

std::string starNote(const TuningReport& report)
{
    for (const auto& variant : report.variants)
        for (const auto& estimate : variant.estimates)
            if (estimate.isHolm)
                return "* widened, since it is one of many (Holm).\n";
    return {};
}

std::string headerText(const TuningReport& report)
{
    const auto of = report.target.empty() ? "" : fmt::format(" of {}", visible(redactedTarget(report.target)));
    return fmt::format("{} · {}{}{}\n", visible(report.scenario), kindName(report.kind), of,
                       report.isInterrupted ? ", stopped before its end" : "");
}

std::string planText(const TuningReport& report)
{
    return "\n" + paragraph(planSentence(report), "")
        + fmt::format("experiment {}, started {}\n", visible(report.id), base::rfc3339(report.startedAt));
}

std::string armVerdicts(const TuningReport& report)
{
    constexpr std::size_t mostTold = 6; // of a screening's dozens one says what all say
    std::vector<const experiment::Arm*> doubtful;
    for (const auto& arm : report.arms)
        if (arm.verdict.level >= metrics::Verdict::Level::Suspect)
            doubtful.push_back(&arm);
    std::ranges::stable_sort(doubtful, std::greater{}, [](const auto* arm) { return arm->verdict.level; });
    std::string text;
    for (std::size_t i = 0; i < std::min(doubtful.size(), mostTold); ++i)
        text += paragraph(fmt::format("{} is {}. {}", doubtful[i]->name, verdictName(doubtful[i]->verdict.level),
                                      fmt::join(doubtful[i]->verdict.reasons, " ")),
                          "  ");
    if (doubtful.size() > mostTold)
        text += paragraph(fmt::format("and {} of {} settings more", doubtful.size() - mostTold, report.arms.size()), "  ");
    return text.empty() ? text : "\nVerdicts\n" + text;
}

// Of a comparison, whose runs are named by what they are and not by what they set.
std::string settingsText(const TuningReport& report)
{
    if (report.kind != experiment::Kind::Compare)
        return {};
    std::string text;
    for (const auto& arm : report.arms) {
        std::vector<std::string> changes;
        for (const auto& change : arm.changes)
            changes.push_back(fmt::format("{} {} → {}", change.key, shortened(change.from, longestTitle),
                                          shortened(change.to, longestTitle)));
        if (!changes.empty())
            text += paragraph(fmt::format("{}: {}", arm.name, experiment::listText(changes, mostChangesTold)), "  ");
    }
    return text.empty() ? "\nThe runs have the same settings.\n" : "\nSettings that differ\n" + text;
}

std::string notesText(const TuningReport& report)
{
    std::string text;
    for (const auto& note : report.notes)
        text += paragraph(note, "  ");
    return text.empty() ? text : "\nNotes\n" + text;
}

} // namespace

std::string tuningSummary(const TuningReport& report)
{
    return headerText(report) + "\n" + paragraph(headline(report)) + tornadoText(report) + sweepTable(report)
        + trialsTable(report) + scalabilityText(report) + variantTables(report) + starNote(report)
        + settingsText(report) + planText(report) + armVerdicts(report) + notesText(report);
}

} // namespace weir::report
