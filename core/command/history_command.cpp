// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/strings.h"
#include "core/command/command_line.h"
#include "core/command/exit_code.h"
#include "core/command/history_output.h"
#include "core/command/terminal.h"
#include "core/report/csv.h"
#include "core/report/file_writer.h"
#include "core/report/report_format.h"
#include "core/report/summary.h"
#include "core/report/tuning_format.h"
#include "core/report/tuning_summary.h"
#include "core/session/experiment_history.h"
#include "core/store/run_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace weir::command {

namespace {

using settings::Arguments;
using store::History;
using store::RunStore;

// What stands behind `history` and the action's name.
using Words = std::span<const std::string>;

int failed(const base::Error& error)
{
    printError(base::text(error));
    return error.code == base::Errc::NotFound || error.code == base::Errc::InvalidArgument ? InvalidUsage
                                                                                           : InternalError;
}

int answered(const base::Status& status)
{
    return status ? int{Success} : failed(status.error());
}

int refused(const std::string& value, const std::string& reason)
{
    printError(fmt::format("{}: {}", value, reason));
    return InvalidUsage;
}

int listHistory(RunStore& runs, const Arguments& arguments, Words)
{
    constexpr std::size_t usually = 30;
    const auto format = arguments.value("format", "table");
    store::HistoryFilter filter;
    filter.scenario = arguments.value("scenario");
    filter.limit = format == "table" ? usually : 0;
    if (arguments.has("limit")) {
        const auto limit = base::parseInteger(arguments.value("limit"));
        if (!limit || *limit < 0)
            return refused("--limit = " + arguments.value("limit"),
                           "is not a number of runs; give a whole number, 0 for all");
        filter.limit = static_cast<std::size_t>(*limit);
    }
    const auto entries = runs.ask([&](History& history) { return history.list(filter); });
    if (!entries)
        return failed(entries.error());
    if (format == "table")
        printLines(stdout, historyTable(*entries));
    else
        printData(format == "json" ? historyJson(*entries) : historyCsv(*entries));
    return Success;
}

base::Result<experiment::TuningReport> experimentReport(RunStore& runs, const std::string& id)
{
    const auto stored = runs.ask([&](History& history) { return history.loadExperiment(id); });
    if (!stored)
        return std::unexpected(stored.error());
    return session::keptReport(*stored);
}

int showExperiment(RunStore& runs, const store::HistoryEntry& entry)
{
    const auto report = experimentReport(runs, entry.id);
    if (!report)
        return failed(report.error());
    printLines(stdout, report::tuningSummary(*report));
    if (entry.state == "died" || entry.state == "interrupted")
        printLines(stdout, fmt::format("\nIt can go on: weir-cli experiment resume {}\n", entry.id));
    return Success;
}

int exportExperiment(RunStore& runs, const Arguments& arguments, const std::string& id)
{
    const auto asked = [&](const auto& format) { return arguments.has(format.option); };
    if (std::ranges::none_of(report::tuningFormats(), asked))
        return refused("history export", "names no file of an experiment; give --csv, --json or --html FILE");
    const auto report = experimentReport(runs, id);
    if (!report)
        return failed(report.error());
    int code = Success;
    for (const auto& format : report::tuningFormats())
        if (asked(format))
            if (const auto written = report::writeFile(arguments.value(format.option), format.content(*report)); !written)
                code = failed(written.error());
    return code;
}

int showRun(RunStore& runs, const Arguments&, Words ids)
{
    const auto entry = runs.ask([&](History& history) { return history.entry(ids[0]); });
    if (!entry)
        return failed(entry.error());
    if (!entry->isRun())
        return showExperiment(runs, *entry);
    const auto report = runs.ask([&](History& history) { return history.load(entry->id); });
    if (!report)
        return failed(report.error());
    const auto provenance = runs.ask([&](History& history) { return history.provenance(entry->id); });
    if (!provenance)
        return failed(provenance.error());
    printLines(stdout, report::summary(*report) + historyNotes(*entry, *provenance));
    return Success;
}

int exportRun(RunStore& runs, const Arguments& arguments, Words ids)
{
    const auto entry = runs.ask([&](History& history) { return history.entry(ids[0]); });
    if (!entry)
        return failed(entry.error());
    if (!entry->isRun())
        return exportExperiment(runs, arguments, entry->id);
    const auto asked = [&](const auto& format) { return arguments.has(format.option); };
    if (std::ranges::none_of(report::reportFormats(), asked))
        return refused("history export", "names no file; give --csv, --series-csv, --json, --hgrm or --junit FILE");
    const auto report = runs.ask([&](History& history) { return history.load(ids[0]); });
    if (!report)
        return failed(report.error());
    int code = Success;
    for (const auto& format : report::reportFormats())
        if (asked(format))
            for (const auto& failure : report::writeReport(format, *report, arguments.value(format.option)))
                code = failed(failure);
    return code;
}

int deleteRuns(RunStore& runs, const Arguments&, Words ids)
{
    int code = Success;
    for (const auto& id : ids)
        if (const auto gone = runs.ask([&](History& history) { return history.remove(id); }); !gone)
            code = failed(gone.error());
    return code;
}

int starRuns(RunStore& runs, const Arguments& arguments, Words ids)
{
    int code = Success;
    for (const auto& id : ids)
        if (const auto done = runs.ask([&](History& h) { return h.setStar(id, !arguments.has("off")); }); !done)
            code = failed(done.error());
    return code;
}

int setBaseline(RunStore& runs, const Arguments& arguments, Words ids)
{
    return answered(runs.ask([&](History& history) { return history.setBaseline(ids[0], !arguments.has("off")); }));
}

int nameRun(RunStore& runs, const Arguments&, Words words)
{
    return answered(runs.ask([&](History& history) { return history.setName(words[0], words[1]); }));
}

int noteRun(RunStore& runs, const Arguments&, Words words)
{
    return answered(runs.ask([&](History& history) { return history.setNote(words[0], words[1]); }));
}

int setHistoryAside(RunStore& runs, const Arguments&, Words)
{
    const auto path = runs.setAside();
    if (!path)
        return failed(path.error());
    printLines(stdout, fmt::format("The history is now {}; the next run begins a new one.\n", path->string()));
    return Success;
}

struct HistoryAction {
    std::string_view name;
    std::string_view takes; // what must be given, for people
    std::size_t least;
    std::size_t most;
    int (*run)(RunStore& runs, const Arguments& arguments, Words words);
    std::string_view options; // of `history`, that go with it
};

constexpr std::size_t mostIds = 10'000;
constexpr std::array historyActions{
    HistoryAction{"list", "nothing", 0, 0, listHistory, "scenario limit format"},
    HistoryAction{"show", "the id of a run", 1, 1, showRun, ""},
    HistoryAction{"export", "the id of a run", 1, 1, exportRun, "csv series-csv json hgrm junit"},
    HistoryAction{"delete", "the ids of runs", 1, mostIds, deleteRuns, ""},
    HistoryAction{"star", "the ids of runs", 1, mostIds, starRuns, "off"},
    HistoryAction{"baseline", "the id of a run", 1, 1, setBaseline, "off"},
    HistoryAction{"name", "the id of a run and its name", 2, 2, nameRun, ""},
    HistoryAction{"note", "the id of a run and a text", 2, 2, noteRun, ""},
    HistoryAction{"set-aside", "nothing", 0, 0, setHistoryAside, ""},
};

int unknownAction(const std::string& given)
{
    std::vector<std::string> known;
    for (const auto& action : historyActions)
        known.emplace_back(action.name);
    const auto likely = base::nearest(given, known);
    return refused(
        "history " + given,
        "is not an action; "
            + (likely ? fmt::format("did you mean {}?", *likely) : std::string{"see `weir-cli history --help`"}));
}

bool goesWith(const HistoryAction& action, std::string_view option)
{
    const auto fits = base::split(action.options, ' ');
    return std::ranges::find(fits, option) != fits.end();
}

} // namespace

int showHistory(const settings::Arguments& arguments)
{
    const auto& name = arguments.positional.front();
    const auto action = std::ranges::find(historyActions, name, &HistoryAction::name);
    if (action == historyActions.end())
        return unknownAction(name);
    const auto words = Words{arguments.positional}.subspan(1);
    if (words.size() < action->least || words.size() > action->most)
        return refused("history " + name, fmt::format("takes {}", action->takes));
    for (const auto& [option, values] : arguments.options)
        if (!goesWith(*action, option))
            return refused("--" + option, fmt::format("does not go with `history {}`", name));
    RunStore runs;
    if (name != "set-aside" && !std::filesystem::exists(runs.folder() / store::Database::fileName)) {
        const std::vector<store::HistoryEntry> none; // asking is no reason to make a file
        if (name == "list" && arguments.value("format", "table") == "table")
            printLines(stdout, historyTable(none));
        else if (name == "list")
            printData(arguments.value("format") == "json" ? historyJson(none) : historyCsv(none));
        else
            return refused("history " + name, "there is no history yet; `weir-cli run` begins one");
        return Success;
    }
    return action->run(runs, arguments, words);
}

} // namespace weir::command
