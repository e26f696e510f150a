// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/tuning_html.h"

#include "core/experiment/metric_noun.h"
#include "core/experiment/wording.h"
#include "core/report/chart_frame.h"
#include "core/report/html_text.h"
#include "core/report/knob_columns.h"
#include "core/report/notable_estimates.h"
#include "core/report/overlay_charts.h"
#include "core/report/sweep_points_html.h"
#include "core/report/table.h"
#include "core/report/tuning_charts.h"
#include "core/report/tuning_style.h"
#include "core/report/tuning_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace weir::report {

using experiment::TuningReport;
using experiment::Variant;

namespace {

constexpr std::size_t mostVariantCards = 12;
constexpr std::size_t mostArmRows = 60;
constexpr std::size_t mostChanges = 20; // of an arm
constexpr std::size_t longestCell = 120;

// Titles and the like, which may be as long as a scenario's author likes.
std::string cellText(std::string_view text)
{
    return htmlText(shortened(text, longestCell));
}

std::string paragraphHtml(std::string_view text)
{
    return text.empty() ? std::string{} : fmt::format("<p>{}</p>\n", htmlText(text));
}

std::string cardHtml(std::string_view title, std::string_view dim, std::string_view content,
                     std::string_view style = "card")
{
    if (content.empty())
        return {};
    return fmt::format("<section class=\"{}\">\n<h2>{} <small>{}</small></h2>\n{}</section>\n", style, htmlText(title),
                       htmlText(dim), content);
}

std::string primaryNoun(const TuningReport& report)
{
    return report.metrics.empty() ? std::string{} : experiment::metricNoun(report.metrics.front());
}

std::string headHtml(const TuningReport& report)
{
    return fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                       "'unsafe-inline'\">\n<title>{}: {}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n",
                       cellText(report.scenario), kindName(report.kind), tuningStyle);
}

std::string findingHtml(const TuningReport& report)
{
    auto text = fmt::format("<section class=\"card finding\">\n<p class=\"dim\">{} · {} of {} · {}</p>\n<h1>{}</h1>\n",
                            cellText(report.scenario), kindName(report.kind), cellText(redactedTarget(report.target)),
                            base::rfc3339(report.startedAt), htmlText(headline(report)));
    const auto recommended = std::ranges::find_if(report.variants, &Variant::isRecommended);
    if (recommended != report.variants.end())
        text += fmt::format("<p><span class=\"pill better\">recommended</span> {}</p>\n",
                            cellText(variantTitle(report, *recommended)));
    return text + "</section>\n";
}

// What makes the figures worth less stands before them.
std::string warningsHtml(const TuningReport& report)
{
    std::string text;
    if (report.isInterrupted)
        text += "<p>The experiment was stopped before its end: it says what was measured until then.</p>\n";
    if (report.isSequential)
        text +=
            "<p>These runs were made one after the other. Drift and chance look like differences, so this is weaker "
            "than an experiment with blocks by turns, which would settle it.</p>\n";
    std::size_t shown = 0;
    for (const auto& arm : report.arms) {
        const auto level = arm.verdict.level;
        const bool isDoubted = level == metrics::Verdict::Level::Suspect || level == metrics::Verdict::Level::Invalid;
        if (isDoubted && shown++ < mostVariantCards)
            text += fmt::format("<p>{} is <b>{}</b>. {}</p>\n", cellText(arm.name), verdictName(level),
                                htmlText(fmt::format("{}", fmt::join(arm.verdict.reasons, " "))));
    }
    return text.empty() ? text : fmt::format("<section class=\"card warn\">\n{}</section>\n", text);
}

std::string pillHtml(const experiment::Estimate& estimate)
{
    return fmt::format("<span class=\"pill {}\">{}</span>", styleOf(estimate), htmlText(verdictText(estimate)));
}

std::string estimateRow(const TuningReport& report, const experiment::Estimate& estimate, double reach, bool isPrimary)
{
    auto title = experiment::metricTitle(estimate.metric);
    if (estimate.endpoint >= 0)
        title = fmt::format("{}: {}", shortened(report.endpointName(estimate.endpoint), 60),
                            experiment::metricNoun(estimate.metric));
    const auto interval = intervalText(estimate);
    return fmt::format("<tr{}><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"dim\">{}{}</td>"
                       "<td class=\"left\">{}</td></tr>\n",
                       isPrimary ? " class=\"primary\"" : "", htmlText(title),
                       htmlText(figureText(estimate.metric, estimate.baseline)),
                       htmlText(figureText(estimate.metric, estimate.variant)),
                       intervalSvg(spanOf(estimate), reach, report.margin, styleOf(estimate)),
                       htmlText(changeText(estimate)), htmlText(interval),
                       estimate.isHolm && !interval.empty() ? "*" : "", pillHtml(estimate));
}

std::string estimatesHtml(const TuningReport& report, const Variant& variant)
{
    const auto notable = notableEstimates(variant);
    std::vector<Span> spans;
    bool hasHolm = false;
    for (const auto* estimate : notable.shown) {
        spans.push_back(spanOf(*estimate));
        hasHolm = hasHolm || estimate->isHolm;
    }
    const double reach = axisReach(spans, report.margin);
    auto text = fmt::format("<div class=\"scroll\"><table>\n<thead><tr><th>Metric</th><th>{}</th><th>{}</th><th>{}</th>"
                            "<th>Change</th><th>Interval</th><th class=\"left\">Verdict</th></tr></thead>\n<tbody>\n",
                            report.isSequential ? htmlText(shortened(report.arms[variant.against].name, 24))
                                                : "Baseline",
                            report.isSequential ? htmlText(shortened(report.arms[variant.arm].name, 24)) : "Variant",
                            intervalAxisSvg(reach));
    for (std::size_t i = 0; i < notable.shown.size(); ++i)
        text += estimateRow(report, *notable.shown[i], reach, i == 0);
    text += "</tbody></table></div>\n";
    if (notable.rest > 0)
        text += fmt::format(
            "<p class=\"legend\">Not shown: {} of the endpoints' rows, which differ less, not for certain, or rest on "
            "too few requests; the CSV has them all.</p>\n",
            notable.rest);
    text += fmt::format("<p class=\"legend\">Shaded: within {} counts as no difference.{}</p>\n",
                        htmlText(experiment::percentText(report.margin)),
                        hasHolm ? " * widened, since it is one of many (Holm)." : "");
    return text;
}

std::string pairsHtml(const TuningReport& report, const Variant& variant)
{
    const auto svg = pairsSvg(report, variant);
    if (svg.empty())
        return {};
    return fmt::format("<h2>{} <small>{}</small></h2>\n{}<p class=\"legend\"><span class=\"key square kb\"></span>{}"
                       "<span class=\"key kv\"></span>{}. Triangles: never answered.</p>\n",
                       report.isSequential ? "Stretches" : "Pairs", htmlText(primaryNoun(report)), svg,
                       report.isSequential ? cellText(report.arms[variant.against].name) : "baseline",
                       report.isSequential ? cellText(report.arms[variant.arm].name) : "variant");
}

std::string variantCard(const TuningReport& report, const Variant& variant)
{
    if (variant.estimates.empty())
        return paragraphHtml(findingText(report, variant));
    const bool isHeadline = report.variants.size() == 1 && !report.sweep; // which has said it
    const auto title = fmt::format("{}{}", shortened(variantTitle(report, variant), longestCell),
                                   variant.isRecommended ? " ✓ recommended" : "");
    const auto content = (isHeadline ? "" : paragraphHtml(findingText(report, variant)))
        + estimatesHtml(report, variant) + pairsHtml(report, variant);
    return cardHtml(title, variant.confirms.empty() ? "" : "tried by itself, to confirm", content,
                    report.isSequential ? "card long weak" : "card long");
}

// Of a sweep the points' table says it, and the best ones have cards.
std::string variantCards(const TuningReport& report)
{
    std::string text;
    std::size_t shown = 0;
    for (const auto& variant : report.variants) {
        const bool isWanted = !report.sweep || variant.isRecommended;
        if (isWanted && shown < mostVariantCards)
            text += variantCard(report, variant), ++shown;
    }
    if (!report.sweep && report.variants.size() > shown)
        text += fmt::format("<p class=\"dim\">and {} more variants; the CSV has them all.</p>\n",
                            report.variants.size() - shown);
    return text;
}

std::string preHtml(const std::string& text)
{
    std::string lines;
    std::size_t from = 0;
    while (from < text.size()) {
        const auto end = std::min(text.find('\n', from), text.size());
        if (end > from)
            lines += paragraphHtml(text.substr(from, end - from));
        from = end + 1;
    }
    return lines;
}

std::string searchCard(const TuningReport& report)
{
    if (!report.search)
        return {};
    auto content = trialsSvg(report);
    if (!content.empty())
        content += "<p class=\"legend\"><span class=\"key kg\"></span>held <span class=\"key square kw\"></span>broken "
                   "(a cross). A ring: confirming. Triangles: never answered.</p>\n";
    std::string rows;
    for (const auto& trial : report.search->trials)
        rows += fmt::format("<tr><td>{:g}</td><td>{}</td><td>{}</td><td>{:.0f} req/s</td><td>{:.1f} s</td><td "
                            "class=\"left\">{} {}</td></tr>\n",
                            trial.value, trial.held ? "held" : "broken",
                            htmlText(figureText(report.metrics.empty() ? "" : report.metrics.front(), trial.figure)),
                            trial.throughput, trial.seconds, verdictName(trial.verdict.level),
                            trial.isConfirming ? "confirming" : "");
    content += fmt::format("<div class=\"scroll\"><table>\n<thead><tr><th>{}</th><th>Condition</th><th>Figure</th>"
                           "<th>Throughput</th><th>Length</th><th class=\"left\">Verdict</th></tr></thead>\n<tbody>\n{}"
                           "</tbody></table></div>\n",
                           cellText(report.search->search.key), rows);
    return cardHtml("Search", report.search->search.condition, content, "card long");
}

std::string sweepCards(const TuningReport& report)
{
    if (!report.sweep)
        return {};
    const bool isMap = report.sweep->factors.size() == 2;
    auto line = sweepSvg(report);
    if (!line.empty())
        line += isMap
            ? "<p class=\"legend\">★ best, ■ the baseline's own values; dashed: INVALID, advises nothing.</p>\n"
            : "<p class=\"legend\">Bars: intervals of the difference from the baseline (square, dashed line). "
              "Rings: the best, and the smallest within 2 % of it. Hollow: INVALID, advises nothing.</p>\n";
    auto front = frontSvg(report);
    if (!front.empty())
        front +=
            "<p class=\"legend\"><span class=\"key kv\"></span>on the front: no other point is better by one and not "
            "worse by the other <span class=\"key kn\"></span>dominated <span class=\"key square "
            "kb\"></span>baseline</p>\n";
    const auto dim = report.metrics.size() > 1
        ? fmt::format("{} over {}", primaryNoun(report), experiment::metricNoun(report.metrics[1]))
        : std::string{};
    return cardHtml(isMap ? "Both knobs" : "Sweep", primaryNoun(report), line) + cardHtml("What it costs", dim, front)
        + cardHtml("Points", "against the baseline", sweepPointsHtml(report), "card long");
}

std::string changesCell(const experiment::Arm& arm)
{
    std::string text;
    const auto count = std::min(arm.changes.size(), mostChanges);
    for (std::size_t i = 0; i < count; ++i) {
        const auto& change = arm.changes[i];
        text += fmt::format("{}{}: {} → {}", i == 0 ? "" : "<br>", cellText(change.key), cellText(change.from),
                            cellText(change.to));
    }
    if (count < arm.changes.size())
        text += fmt::format("<br>and {} more", arm.changes.size() - count);
    return text.empty() ? std::string{"as it stands"} : text;
}

std::string armsHtml(const TuningReport& report)
{
    std::string rows;
    for (std::size_t i = 0; i < std::min(report.arms.size(), mostArmRows); ++i) {
        const auto& arm = report.arms[i];
        rows += fmt::format("<tr><td>{}</td><td class=\"left wrap\">{}</td><td class=\"left\">{}</td></tr>\n",
                            cellText(arm.name), changesCell(arm), verdictName(arm.verdict.level));
    }
    if (rows.empty())
        return {};
    auto text = fmt::format("<table>\n<thead><tr><th>{}</th><th class=\"left\">Settings</th><th class=\"left\">Verdict"
                            "</th></tr></thead>\n<tbody>\n{}</tbody></table>\n",
                            report.kind == experiment::Kind::Compare ? "Run" : "Arm", rows);
    if (report.arms.size() > mostArmRows)
        text += fmt::format("<p class=\"legend\">and {} more; the JSON has them all.</p>\n",
                            report.arms.size() - mostArmRows);
    return cardHtml("Settings", "only what differs; credentials are redacted", text, "card long");
}

std::string methodHtml(const TuningReport& report)
{
    auto text = paragraphHtml(planSentence(report));
    std::string notes;
    for (const auto& note : report.notes)
        notes += fmt::format("<li>{}</li>\n", htmlText(note));
    if (!notes.empty())
        text += fmt::format("<ul>\n{}</ul>\n", notes);
    text += fmt::format("<p class=\"dim\">{}{}experiment {}, Weir {}</p>\n", htmlText(report.machine),
                        report.machine.empty() ? "" : " · ", htmlText(report.id), WEIR_VERSION);
    return cardHtml("How it was measured", "", text);
}

std::string tornadoCard(const TuningReport& report)
{
    return cardHtml("Which ones matter?", fmt::format("{}, change from low to high", primaryNoun(report)),
                    tornadoSvg(report));
}

} // namespace

std::string tuningHtml(const TuningReport& report)
{
    return headHtml(report) + findingHtml(report) + warningsHtml(report) + tornadoCard(report) + sweepCards(report)
        + searchCard(report) + cardHtml("Scalability", "", preHtml(scalabilityText(report))) + overlayCards(report)
        + variantCards(report) + armsHtml(report) + methodHtml(report) + "</main>\n</body>\n</html>\n";
}

} // namespace weir::report
