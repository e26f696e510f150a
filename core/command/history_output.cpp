// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/history_output.h"

#include "core/base/seconds.h"
#include "core/base/visible_text.h"
#include "core/report/csv_cell.h"
#include "core/report/format.h"
#include "core/report/json_text.h"
#include "core/report/table.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir::command {

namespace json = boost::json;
using store::HistoryEntry;

// The figures of a list: the catalogue's ids, which are the names in files.
struct HistoryFigure {
    std::string_view metric;
    std::string_view heading;
    double HistoryEntry::*value;
    bool hasUnit; // else the heading has it
};
static constexpr std::array historyFigures{
    HistoryFigure{"achieved_rps", "req/s", &HistoryEntry::achievedRps, false},
    HistoryFigure{"adjusted_p99_ms", "Adj. p99", &HistoryEntry::adjustedP99Ms, true},
    HistoryFigure{"error_ratio", "Errors", &HistoryEntry::errorRatio, true},
    HistoryFigure{"cache_hit_ratio", "Hits", &HistoryEntry::cacheHitRatio, true},
};

static std::string figureCell(const HistoryFigure& figure, const HistoryEntry& entry)
{
    const auto& metric = *metrics::findMetric(figure.metric);
    return figure.hasUnit ? report::formatMetric(metric, entry.*figure.value)
                          : report::metricText(metric, entry.*figure.value).number;
}

static std::string markCell(const HistoryEntry& entry)
{
    return std::string{entry.star ? "★" : " "} + (entry.baseline ? "B" : " ");
}

// Text stands at the left, unlike figures.
static void padText(std::vector<std::string>& cells)
{
    const auto width = [](const std::string& text) {
        return static_cast<std::size_t>(
            std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
    };
    std::size_t widest = 0;
    for (auto& cell : cells) {
        cell = base::visible(cell);
        widest = std::max(widest, width(cell));
    }
    for (auto& cell : cells)
        cell += std::string(widest - width(cell), ' ');
}

static std::string whenText(const HistoryEntry& entry)
{
    auto text = base::rfc3339(entry.startedAt).substr(0, 19);
    std::ranges::replace(text, 'T', ' ');
    return text;
}

// Its own name, or else the label it was run with.
static std::string nameText(const HistoryEntry& entry)
{
    constexpr std::size_t widest = 30;
    return report::shortened(entry.name.empty() ? entry.label : entry.name, widest);
}

std::string historyTable(const std::vector<HistoryEntry>& entries)
{
    constexpr std::size_t widestScenario = 24;
    std::vector<std::string> scenarios{"Scenario"};
    std::vector<std::string> names{"Name"};
    for (const auto& entry : entries) {
        scenarios.push_back(report::shortened(entry.scenario, widestScenario));
        names.push_back(nameText(entry));
    }
    padText(scenarios);
    padText(names);
    std::vector<std::string> heading{"Id", "Started (UTC)", "  ", "Kind", scenarios.front(), names.front()};
    for (const auto& figure : historyFigures)
        heading.emplace_back(figure.heading);
    heading.insert(heading.end(), {"Verdict", "State"});
    report::Table table{heading};
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto& entry = entries[i];
        std::vector<std::string> line{entry.id,   whenText(entry),  markCell(entry),
                                      entry.kind, scenarios[i + 1], names[i + 1]};
        for (const auto& figure : historyFigures)
            line.push_back(figureCell(figure, entry));
        line.insert(line.end(), {entry.verdict, entry.state});
        table.add(line);
    }
    return entries.empty() ? "The history is empty.\n" : table.text();
}

static const char* boolText(bool value)
{
    return value ? "true" : "false";
}

std::string historyCsv(const std::vector<HistoryEntry>& entries)
{
    std::vector<std::string> heading{"id",   "kind", "started_at", "scenario", "label",   "name",
                                     "note", "star", "baseline",   "state",    "verdict", "elapsed_s"};
    for (const auto& figure : historyFigures)
        heading.emplace_back(figure.metric);
    auto text = report::csvLine(heading);
    for (const auto& entry : entries) {
        std::vector<std::string> line{report::textCell(entry.id),
                                      entry.kind,
                                      base::rfc3339(entry.startedAt),
                                      report::textCell(entry.scenario),
                                      report::textCell(entry.label),
                                      report::textCell(entry.name),
                                      report::textCell(entry.note),
                                      boolText(entry.star),
                                      boolText(entry.baseline),
                                      entry.state,
                                      entry.verdict,
                                      report::numberCell(base::toSeconds(entry.elapsed))};
        for (const auto& figure : historyFigures)
            line.push_back(report::numberCell(entry.*figure.value));
        text += report::csvLine(line);
    }
    return text;
}

std::string historyJson(const std::vector<HistoryEntry>& entries)
{
    json::array array;
    for (const auto& entry : entries) {
        json::object object{{"id", entry.id},
                            {"kind", entry.kind},
                            {"started_at", base::rfc3339(entry.startedAt)},
                            {"scenario", entry.scenario},
                            {"label", entry.label},
                            {"name", entry.name},
                            {"note", entry.note},
                            {"star", entry.star},
                            {"baseline", entry.baseline},
                            {"state", entry.state},
                            {"verdict", entry.verdict},
                            {"elapsed_s", report::jsonNumber(base::toSeconds(entry.elapsed))}};
        for (const auto& figure : historyFigures)
            object.emplace(json::string_view{figure.metric.data(), figure.metric.size()},
                           report::jsonNumber(entry.*figure.value));
        array.push_back(std::move(object));
    }
    return report::prettyJson(array) + '\n';
}

std::string historyNotes(const HistoryEntry& entry, const store::Provenance& provenance)
{
    std::string text = "\nKept\n";
    const auto add = [&text](std::string_view what, const std::string& value) {
        if (!value.empty())
            text += fmt::format("  {}: {}\n", what, base::visible(value));
    };
    add("name", entry.name);
    add("note", entry.note);
    add("marks",
        fmt::format("{}{}{}", entry.star ? "starred" : "", entry.star && entry.baseline ? ", " : "",
                    entry.baseline ? "baseline of its scenario" : ""));
    add("state",
        entry.state == "died" ? "died: its process ended before the run did; this is what was recorded" : entry.state);
    add("measured by", fmt::format("Weir {}, Qt {}, SQLite {}", provenance.weir, provenance.qt, provenance.sqlite));
    add("on",
        fmt::format("{}, {} processors, {}", provenance.machine.cpu, provenance.machine.processors,
                    provenance.machine.kernel));
    return text;
}

} // namespace weir::command
