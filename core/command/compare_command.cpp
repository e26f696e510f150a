// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/strings.h"
#include "core/command/command_line.h"
#include "core/command/exit_code.h"
#include "core/command/known_calibration.h"
#include "core/command/tuning_output.h"
#include "core/experiment/comparison.h"
#include "core/store/run_store.h"

#include <fmt/format.h>

#include <limits>

namespace weir::command {

namespace {

using experiment::ComparedRun;

// "4f2a:1": a run, perhaps shortened, and one of its epochs.
struct RunReference {
    std::string id;
    std::optional<metrics::EpochId> epoch;
};

base::Result<RunReference> parsedReference(const std::string& text)
{
    const auto colon = text.rfind(':');
    if (colon == text.npos)
        return RunReference{text, std::nullopt};
    const auto epoch = base::parseInteger(text.substr(colon + 1));
    if (!epoch || *epoch < 0 || *epoch > std::numeric_limits<metrics::EpochId>::max())
        return base::fail(base::Errc::InvalidArgument,
                          fmt::format("{}: '{}' is no epoch; write ID:EPOCH as in {}:0.", text, text.substr(colon + 1),
                                      text.substr(0, colon)));
    return RunReference{text.substr(0, colon), static_cast<metrics::EpochId>(*epoch)};
}

// The name that somebody gave it, else its id: runs of one scenario have but the id to be told apart by.
std::string nameOf(const store::HistoryEntry& entry, const RunReference& reference)
{
    const auto& given = entry.name.empty() ? entry.label : entry.name;
    auto name = given.empty() ? entry.id : given;
    return reference.epoch ? fmt::format("{}, epoch {}", name, *reference.epoch) : name;
}

std::string machineOf(const calibration::Machine& machine)
{
    return fmt::format("{}, {} processors, {}", machine.cpu, machine.processors, machine.kernel);
}

base::Result<ComparedRun> loadedRun(store::RunStore& runs, const std::string& text)
{
    const auto reference = parsedReference(text);
    if (!reference)
        return std::unexpected(reference.error());
    const auto entry = runs.ask([&](store::History& history) { return history.entry(reference->id); });
    if (!entry)
        return std::unexpected(entry.error());
    if (!entry->isRun())
        return base::fail(
            base::Errc::InvalidArgument,
            fmt::format("{} is an experiment, which holds its comparison itself; `weir-cli history show {}` "
                        "tells it.",
                        entry->id, entry->id));
    auto report = runs.ask([&](store::History& history) { return history.load(entry->id); });
    if (!report)
        return std::unexpected(report.error());
    const auto provenance = runs.ask([&](store::History& history) { return history.provenance(entry->id); });
    return ComparedRun{nameOf(*entry, *reference), report->snapshot, report->epochs, reference->epoch,
                       provenance ? machineOf(provenance->machine) : ""};
}

base::Result<std::vector<ComparedRun>> loadedRuns(const std::vector<std::string>& texts)
{
    if (texts.size() < 2 || texts.size() > experiment::mostComparedRuns)
        return base::fail(
            base::Errc::InvalidArgument,
            fmt::format("compare takes 2 to {} runs, and {} were named; `weir-cli history list` shows them.",
                        experiment::mostComparedRuns, texts.size()));
    store::RunStore runs;
    std::vector<ComparedRun> loaded;
    for (const auto& text : texts) {
        auto run = loadedRun(runs, text);
        if (!run)
            return std::unexpected(run.error());
        loaded.push_back(*std::move(run));
    }
    return loaded;
}

int failedComparison(const base::Error& error)
{
    printError(base::text(error));
    const bool isOurs = error.code != base::Errc::NotFound && error.code != base::Errc::InvalidArgument
        && error.code != base::Errc::InvalidSyntax;
    return isOurs ? InternalError : InvalidUsage;
}

} // namespace

int compareKeptRuns(const settings::Arguments& arguments)
{
    const auto runs = loadedRuns(arguments.positional);
    if (!runs)
        return failedComparison(runs.error());
    auto output = TuningOutput::open(arguments);
    if (!output)
        return failedComparison(output.error());
    auto metrics = (*output)->metrics(arguments, experiment::Plan{}.effectiveMetrics());
    if (!metrics)
        return failedComparison(metrics.error());
    experiment::ComparisonOptions options;
    options.metrics = *std::move(metrics);
    options.calibration = knownCalibration();
    const auto report = experiment::compareRuns(*runs, options);
    if (!report)
        return failedComparison(report.error());
    return (*output)->finish(*report);
}

} // namespace weir::command
