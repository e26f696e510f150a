// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/csv.h"

#include "core/base/seconds.h"
#include "core/report/csv_cell.h"
#include "core/report/knob_columns.h"
#include "core/report/noise_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace weir::report {

using metrics::Outcome;
using Cells = std::vector<std::string>;

// Every failed outcome, so that the columns do not depend on what went wrong. Cancelled ones are no requests.
static std::vector<Outcome> failures()
{
    std::vector<Outcome> result;
    for (std::size_t i = 0; i < metrics::outcomeCount; ++i)
        if (const auto outcome = static_cast<Outcome>(i); outcome != Outcome::Ok && outcome != Outcome::Cancelled)
            result.push_back(outcome);
    return result;
}

static void appendMetrics(Cells& cells, const metrics::MetricValues& values)
{
    for (const double value : values)
        cells.push_back(numberCell(value));
}

static void appendMetricNames(Cells& cells)
{
    for (const auto& metric : metrics::metrics())
        cells.emplace_back(metric.id);
}

static std::string reportHeading(const std::vector<settings::KnobPath>& knobs)
{
    Cells cells{"run_id", "started_at", "scenario", "label", "phase", "epoch", "endpoint", "verdict"};
    appendMetricNames(cells);
    for (const auto outcome : failures())
        cells.push_back(fmt::format("failures.{}", metrics::outcomeName(outcome)));
    cells.emplace_back("interrupted");
    for (const auto& figure : calibration::noisyFigures)
        cells.push_back(fmt::format("noise_floor_{}_ratio", figure.id));
    cells.emplace_back("noise_floor_block_s");
    cells.emplace_back("verdict_reasons");
    for (const auto& knob : knobs)
        cells.push_back(textCell("knob." + knob.key()));
    return csvLine(cells);
}

// On the row's phase; the warm-up is not judged.
static std::string verdictOf(const metrics::Snapshot& snapshot, const metrics::Row& row)
{
    return std::string{verdictName(snapshot.verdictOn(row.phase))};
}

static std::string verdictReasons(const metrics::Snapshot& snapshot, const metrics::Row& row)
{
    if (row.phase >= snapshot.judged.size())
        return {};
    return textCell(fmt::format("{}", fmt::join(snapshot.judged[row.phase].reasons, " ")));
}

static Cells identity(const metrics::Snapshot& snapshot, const metrics::Row& row)
{
    const auto& run = *snapshot.run;
    return {textCell(run.runId),
            base::rfc3339(run.startedAt),
            textCell(run.scenario),
            textCell(run.label),
            std::string{snapshot.phaseName(row.phase)},
            fmt::format("{}", row.epoch),
            row.endpoint < 0 ? "*" : textCell(run.endpoints[static_cast<std::size_t>(row.endpoint)]),
            verdictOf(snapshot, row)};
}

// Of the measured totals, which is what was calibrated; empty elsewhere. The last one is the length of the runs that
// the others are about: shorter stretches differ by more.
static void appendNoise(Cells& cells, const RunReport& report, const metrics::Row& row)
{
    const bool isTotal = row.endpoint < 0 && metrics::isMeasured(row.phase);
    const auto* noise = isTotal ? noiseOf(report, row.epoch) : nullptr;
    for (std::size_t i = 0; i < calibration::noisyFigureCount; ++i)
        cells.push_back(noise ? numberCell(noise->floor.ratio[i]) : std::string{});
    cells.push_back(noise ? numberCell(noise->floor.blockSeconds) : std::string{});
}

static std::string line(const RunReport& report, const metrics::Row& row, const std::vector<settings::KnobPath>& knobs)
{
    auto cells = identity(*report.snapshot, row);
    appendMetrics(cells, row.values);
    for (const auto outcome : failures())
        cells.push_back(fmt::format("{}", row.outcomes[static_cast<std::size_t>(outcome)]));
    cells.emplace_back(report.snapshot->interrupted ? "true" : "false"); // stopped before its planned end
    appendNoise(cells, report, row);
    cells.push_back(verdictReasons(*report.snapshot, row));
    const auto& scenario = scenarioOf(report, row.epoch);
    for (const auto& knob : knobs)
        cells.push_back(valueCell(settings::redactedText(knob, settings::value(scenario, knob))));
    return csvLine(cells);
}

std::string reportCsv(const RunReport& report)
{
    const auto knobs = changedKnobs(report);
    auto text = reportHeading(knobs);
    for (const auto& row : report.snapshot->rows)
        text += line(report, *row, knobs);
    return text;
}

// A change opens a stretch, so its point is the first one after it.
static std::string eventsIn(const metrics::Snapshot& snapshot, const metrics::Point& point)
{
    std::string found;
    for (const auto& event : snapshot.events)
        if (event.at >= point.at - point.span && event.at < point.at)
            found += (found.empty() ? "" : "; ") + event.text;
    return found;
}

static std::string seriesLine(const metrics::Snapshot& snapshot, const metrics::Point& point)
{
    const auto at = std::chrono::duration_cast<base::WallTime::duration>(point.at);
    Cells cells{textCell(snapshot.run->runId),
                base::rfc3339(snapshot.run->startedAt + at),
                numberCell(base::toSeconds(point.at)),
                numberCell(base::toSeconds(point.span)),
                std::string{snapshot.phaseName(point.phase)},
                fmt::format("{}", point.epoch),
                textCell(eventsIn(snapshot, point))};
    appendMetrics(cells, point.values);
    return csvLine(cells);
}

std::string seriesCsv(const RunReport& report)
{
    Cells cells{"run_id", "time", "elapsed_s", "span_s", "phase", "epoch", "event"};
    appendMetricNames(cells);
    auto text = csvLine(cells);
    for (const auto& point : report.snapshot->seconds)
        text += seriesLine(*report.snapshot, *point);
    return text;
}

} // namespace weir::report
