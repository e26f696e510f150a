// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/summary.h"

#include "core/analysis/threshold.h"
#include "core/analysis/value_remark.h"
#include "core/base/strings.h"
#include "core/report/evidence_text.h"
#include "core/report/format.h"
#include "core/report/knob_columns.h"
#include "core/report/noise_text.h"
#include "core/report/table.h"
#include "core/settings/load_stages.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace weir::report {

using metrics::Row;
using metrics::Snapshot;

namespace {

constexpr std::size_t textWidth = 100;
constexpr std::size_t tableWidth = 120;
constexpr std::size_t longestEndpoint = 24;
constexpr std::size_t shortestEndpoint = 8;
constexpr std::string_view indent = "  ";

enum class Show { Number, WithUnit };

struct Column {
    std::string_view heading;
    std::string_view metric;
    Show show = Show::Number; // the legend gives the unit, or each cell its own
};

constexpr std::string_view legend =
    "Milliseconds from the intended start of requests answered well; Pool wait is the p99 of waiting for a connection.";

constexpr std::array columns{
    Column{"Requests", "requests"},
    Column{"req/s", "achieved_rps"},
    Column{"Errors", "error_ratio", Show::WithUnit},
    Column{"p50", "latency_p50_ms"},
    Column{"p90", "latency_p90_ms"},
    Column{"p99", "latency_p99_ms"},
    Column{"Max", "latency_max_ms"},
    Column{"Identity", "identity_bytes", Show::WithUnit},
    Column{"→ Wire", "wire_bytes", Show::WithUnit},
    Column{"Saved", "bytes_saved_ratio", Show::WithUnit},
    Column{"Hits", "cache_hit_ratio", Show::WithUnit},
    Column{"Pool wait", "pool_wait_p99_ms"},
};

std::string cell(const Column& column, const Row& row)
{
    const auto index = metrics::metricIndex(column.metric);
    const auto text = metricText(metrics::metrics()[index], row.values[index]);
    return column.show == Show::WithUnit && !text.unit.empty() ? text.number + " " + text.unit : text.number;
}

std::vector<std::string> cells(const Snapshot& snapshot, const Row& row, std::size_t endpointWidth)
{
    std::vector<std::string> line{
        row.endpoint < 0 ? "Total"
                         : shortened(snapshot.run->endpoints[static_cast<std::size_t>(row.endpoint)], endpointWidth)};
    for (const auto& column : columns)
        line.push_back(cell(column, row));
    return line;
}

// The total first.
std::vector<const Row*> rowsOf(const Snapshot& snapshot, const Row& total)
{
    std::vector<const Row*> rows;
    for (const auto& row : snapshot.rows)
        if (row->phase == total.phase && row->epoch == total.epoch)
            rows.push_back(row.get());
    return rows;
}

// With many endpoints those that most was asked of: nobody reads a thousand lines at a prompt.
constexpr std::size_t mostLines = 50;

std::vector<const Row*> shownOf(const std::vector<const Row*>& rows)
{
    static const auto requests = metrics::metricIndex("requests");
    std::vector<const Row*> shown(rows.begin() + 1, rows.end());
    if (shown.size() <= mostLines)
        return shown;
    std::ranges::stable_sort(shown, std::greater{}, [](const Row* row) { return row->values[requests]; });
    shown.resize(mostLines);
    return shown;
}

// The endpoints, then their total.
Table tableOf(const Snapshot& snapshot, const Row& total, std::size_t endpointWidth)
{
    std::vector<std::string> heading{"Endpoint"};
    for (const auto& column : columns)
        heading.emplace_back(column.heading);
    Table table{heading};
    const auto rows = rowsOf(snapshot, total);
    for (const auto* row : shownOf(rows))
        table.add(cells(snapshot, *row, endpointWidth));
    table.add(cells(snapshot, *rows.front(), endpointWidth));
    return table;
}

// Long names give way to the figures.
std::string tableText(const Snapshot& snapshot, const Row& total)
{
    const auto table = tableOf(snapshot, total, longestEndpoint);
    if (table.width() <= tableWidth)
        return table.text();
    const auto excess = table.width() - tableWidth;
    const auto widest = table.widthOf(0);
    return tableOf(snapshot, total, std::max(shortestEndpoint, widest - std::min(widest, excess))).text();
}

std::string rowHeading(const Snapshot& snapshot, const Row& total, bool several)
{
    if (!several)
        return fmt::format("Measured for {}\n", formatDuration(total.end - total.begin));
    const bool hasStages = snapshot.run->phases.size() > 2;
    auto text = hasStages ? fmt::format("Stage {}", snapshot.phaseName(total.phase)) : std::string{};
    if (!hasStages || !snapshot.events.empty())
        text += fmt::format("{}poch {}", hasStages ? ", e" : "E", total.epoch);
    text += fmt::format(", {} to {}", formatDuration(total.begin), formatDuration(total.end));
    for (const auto& event : snapshot.events)
        if (event.epoch == total.epoch)
            text += ": " + event.text;
    return text + '\n';
}

// Where percentiles say less than the requests did.
std::string saturationText(const std::vector<const Row*>& totals)
{
    double saturated = 0;
    for (const auto* total : totals)
        saturated += total->values[metrics::metricIndex("latency_saturated")];
    return saturated > 0 ? fmt::format(
               "{:.0f} response times above one hour count as one hour in percentiles; Max is exact.\n", saturated)
                         : std::string{};
}

std::string figureOf(const Row& row, std::string_view id)
{
    const auto index = metrics::metricIndex(id);
    return formatMetric(metrics::metrics()[index], row.values[index]);
}

// The table's times are of requests answered well, so where some were not, what that means for all that were planned.
std::string plannedText(const Row& total)
{
    const auto unanswered = analysis::unansweredText(total);
    if (unanswered.empty())
        return {};
    auto text = fmt::format("{}{}\n{}over all planned ones: p50 {}, p90 {}, p99 {}\n", indent, unanswered, indent,
                            figureOf(total, "adjusted_p50_ms"), figureOf(total, "adjusted_p90_ms"),
                            figureOf(total, "adjusted_p99_ms"));
    if (total.failed)
        text += fmt::format("{}failing took {} on average, {} at most\n", indent,
                            figureOf(total, "failed_latency_mean_ms"), figureOf(total, "failed_latency_max_ms"));
    return text;
}

std::string goodText(const RunReport& report, const Row& total)
{
    const auto within = report.snapshot->run->goodWithin;
    if (within <= base::Nanos::zero())
        return {};
    return fmt::format("{}good within {:g} ms: {} of the planned requests, {}\n", indent,
                       std::chrono::duration<double, std::milli>(within).count(), figureOf(total, "good_ratio"),
                       figureOf(total, "good_rps"));
}

// Why the p99 of the total is empty.
std::string lackingText(const Row& total)
{
    const auto remark = analysis::samplesRemark(*metrics::findMetric("latency_p99_ms"), total);
    return remark.empty() ? remark : fmt::format("{}{}\n", indent, remark);
}

std::string epochs(const RunReport& report)
{
    const auto& snapshot = *report.snapshot;
    std::vector<const Row*> totals;
    for (const auto& row : snapshot.rows)
        if (metrics::isMeasured(row->phase) && row->endpoint < 0)
            totals.push_back(row.get());
    if (totals.empty())
        return "Nothing was measured: the run ended before its measured phase.\n";
    std::string text;
    for (const auto* total : totals)
        text += rowHeading(snapshot, *total, totals.size() > 1) + tableText(snapshot, *total) + lackingText(*total)
            + plannedText(*total) + goodText(report, *total) + '\n';
    const auto count = snapshot.run->endpoints.size();
    if (count > mostLines)
        text += fmt::format("The {} endpoints of {} that most was asked of; --csv and --json have them all.\n",
                            mostLines, count);
    return fmt::format("{}{}\n{}", text, legend, saturationText(totals));
}

std::string loadText(const settings::LoadSettings& load)
{
    auto text = load.model == settings::LoadModel::Open ? fmt::format("open model, {} req/s", load.rate)
                                                        : fmt::format("closed model, {} users", load.users);
    if (!load.stages.empty())
        text += fmt::format(" to begin with, then {} stages", settings::loadPhases(load).size() - 1);
    if (load.model == settings::LoadModel::Open && load.arrivals != settings::Arrivals::Even)
        text += fmt::format(", {} arrivals", settings::choiceName(load.arrivals));
    return text;
}

std::string_view pathText(settings::LoadPath path)
{
    switch (path) {
    case settings::LoadPath::Direct: return "sent straight to it";
    case settings::LoadPath::Listener: return "through the proxy's own port";
    case settings::LoadPath::InProcess: break;
    }
    return "through the proxy core in process (no client hop)";
}

// What nobody planned.
std::string endText(const Snapshot& snapshot)
{
    const auto& end = snapshot.ended;
    if (snapshot.interrupted)
        return ", stopped before its end";
    const bool isPlanned = end.cause == metrics::RunEnd::Cause::None || end.cause == metrics::RunEnd::Cause::Time;
    return isPlanned ? std::string{} : fmt::format("\n{}ended early: {}", indent, end.text);
}

// Each group over all endpoints, where the last epoch left it.
std::string groups(const Snapshot& snapshot)
{
    std::string text;
    for (const auto& row : snapshot.groupRows) {
        if (row->phase != snapshot.phase || row->epoch != snapshot.epoch)
            continue;
        const auto figure = [&](std::string_view id) { return figureOf(*row, id); };
        text += fmt::format("{}{}: {} requests, {} errors, p50 {}, p99 {}\n", indent,
                            snapshot.run->clientGroups[static_cast<std::size_t>(row->group)], figure("requests"),
                            figure("error_ratio"), figure("latency_p50_ms"), figure("latency_p99_ms"));
    }
    return text.empty() ? text : "\nClient groups\n" + text;
}

std::string header(const RunReport& report)
{
    const auto& run = *report.snapshot->run;
    const auto& load = report.scenario().load;
    auto text = fmt::format("{}{}{}\n", run.scenario, run.label.empty() ? "" : " · ", run.label);
    text += fmt::format("{}{} at {}, {}\n", indent, run.builtInOrigin ? "built-in origin" : "target", run.target,
                        pathText(load.path));
    text += fmt::format("{}{}, {} planned after {} of warm-up\n", indent, loadText(load), formatDuration(run.duration),
                        formatDuration(run.warmup));
    text += fmt::format("{}run {}, started {}{}\n", indent, run.runId, base::rfc3339(run.startedAt),
                        endText(*report.snapshot));
    return text;
}

std::string thresholds(const RunReport& report)
{
    std::string text;
    for (const auto& result : analysis::checkThresholds(report.scenario().scenario.thresholds, *report.snapshot))
        text += fmt::format("{}{}  {}  ({})\n", indent, result.passed ? "passed" : "FAILED", result.threshold.text,
                            result.reason);
    return text.empty() ? text : "\nThresholds\n" + text;
}

std::string indented(const std::string& text)
{
    std::string lines;
    for (const auto& line : wrapped(text, textWidth))
        lines += fmt::format("{}{}\n", indent, line);
    return lines;
}

// Where there are several phases, each with its own: the run's is but the worst of them.
std::string phaseVerdicts(const Snapshot& snapshot)
{
    std::string text;
    for (std::size_t phase = metrics::measuredPhase; phase < snapshot.judged.size(); ++phase) {
        const auto& one = snapshot.judged[phase];
        const auto level = verdictName(one.level);
        text += indented(fmt::format("{}: {}. {}", snapshot.run->phases[phase], level.empty() ? "no verdict" : level,
                                     fmt::join(one.reasons, " ")));
    }
    return text;
}

std::string verdict(const Snapshot& snapshot)
{
    const auto& verdict = snapshot.verdict;
    if (verdict.level == metrics::Verdict::Level::None)
        return {};
    auto text = fmt::format("\nVerdict: {}\n", verdictName(verdict.level));
    if (snapshot.judged.size() > metrics::measuredPhase + std::size_t{1})
        return text + phaseVerdicts(snapshot);
    for (const auto& reason : verdict.reasons)
        text += indented(reason);
    return text;
}

// What the calibration of this machine says: of the settings the run ended with, since those are compared next.
std::string calibrated(const RunReport& report)
{
    std::vector<std::string> sentences;
    if (const auto* noise = noiseOf(report, report.snapshot->epoch))
        sentences.push_back(noiseSentence(*noise));
    sentences.push_back(driveWarning(report));
    std::string text;
    for (const auto& sentence : sentences)
        for (const auto& line : wrapped(sentence, textWidth))
            text += sentence.empty() ? "" : fmt::format("{}{}\n", indent, line);
    return text.empty() ? text : "\nThis machine\n" + text;
}

} // namespace

std::string summary(const RunReport& report)
{
    const auto& snapshot = *report.snapshot;
    return header(report) + '\n' + epochs(report) + groups(snapshot) + slowestText(snapshot) + targetText(snapshot)
        + failuresText(snapshot) + thresholds(report) + verdict(snapshot) + calibrated(report);
}

} // namespace weir::report
