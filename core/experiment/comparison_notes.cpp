// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/comparison_notes.h"

#include "core/experiment/metric_noun.h"
#include "core/experiment/wording.h"
#include "core/settings/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace weir::experiment {

namespace {

// A calibration knows times of answered requests; where nothing fails the adjusted ones are the same.
std::string calibratedMetric(std::string_view id)
{
    constexpr std::string_view adjusted = "adjusted_";
    return id.starts_with(adjusted) ? "latency_" + std::string{id.substr(adjusted.size())} : std::string{id};
}

double floorOf(std::string_view metric, const calibration::KnownNoise* noise)
{
    if (noise)
        for (std::size_t i = 0; i < calibration::noisyFigureCount; ++i)
            if (calibration::noisyFigures[i].metric == calibratedMetric(metric))
                return noise->floor.ratio[i];
    return std::numeric_limits<double>::quiet_NaN();
}

std::string noiseNote(const TuningReport& report, const calibration::KnownNoise* noise)
{
    const auto& primary = report.metrics.front();
    const double floor = floorOf(primary, noise);
    if (std::isfinite(floor))
        return fmt::format("Equal runs of this scenario differ by up to {} in {} on this machine (calibrated {}): what "
                           "differs by less is called neither better nor worse.",
                           percentText(floor), metricNoun(primary), noise->at.substr(0, 10));
    return fmt::format("By how much equal runs differ in {} on this machine is not known for this scenario; `weir-cli "
                       "calibrate` measures it.",
                       metricNoun(primary));
}

bool differsInWorkload(const settings::Scenario& a, const settings::Scenario& b)
{
    return std::ranges::any_of(settings::sections(),
                               [&](const auto& section) { return section.isWorkload && !section.isSame(a, b); });
}

const settings::Scenario& scenarioUsed(const ComparedRun& run, const RunStretch& stretch)
{
    return *run.scenarios[std::min<std::size_t>(stretch.total->epoch, run.scenarios.size() - 1)];
}

std::string workloadNote(std::span<const ComparedRun> runs, std::span<const RunStretch> stretches)
{
    std::vector<std::string> others;
    for (std::size_t i = 1; i < runs.size(); ++i)
        if (differsInWorkload(scenarioUsed(runs.front(), stretches.front()), scenarioUsed(runs[i], stretches[i])))
            others.push_back(runs[i].name);
    return others.empty() ? std::string{}
                          : fmt::format("Not all runs ask the same: the requests of {} are others than those of {}.",
                                        listText(others), runs.front().name);
}

std::string machinesNote(std::span<const ComparedRun> runs)
{
    std::vector<std::string> machines;
    for (const auto& run : runs)
        if (std::ranges::find(machines, run.machine) == machines.end())
            machines.push_back(run.machine);
    if (machines.size() < 2)
        return {};
    std::ranges::replace(machines, std::string{}, std::string{"one that is not known"});
    return fmt::format("The runs were made on different machines, which alone makes them differ: {}.",
                       listText(machines, mostComparedRuns));
}

std::string endpointsNote(std::span<const RunStretch> stretches, const TuningReport& report)
{
    std::size_t most = 0;
    for (const auto& stretch : stretches)
        most = std::max(most, stretch.snapshot->run->endpoints.size());
    return most <= report.endpoints.size()
        ? std::string{}
        : fmt::format("{} endpoints are in all of the runs, of {} in the one with most.", report.endpoints.size(),
                      most);
}

std::string stretchNote(const ComparedRun& run, const RunStretch& stretch)
{
    const auto& snapshot = *run.snapshot;
    std::size_t measured = 0;
    for (const auto& row : snapshot.rows)
        measured += metrics::isMeasured(row->phase) && row->endpoint < 0 ? 1 : 0;
    if (measured <= 1)
        return {};
    return fmt::format(
        "Of {} it is epoch {}{}, one of {} stretches.", run.name, stretch.total->epoch,
        snapshot.run->phases.size() > 2 ? fmt::format(", stage {}", snapshot.phaseName(stretch.total->phase)) : "",
        measured);
}

std::string countsNote(const TuningReport& report)
{
    const bool hasCounts = std::ranges::any_of(report.metrics, [](const auto& id) {
        const auto kind = metrics::findMetric(id)->kind;
        return kind == metrics::MetricKind::Count || kind == metrics::MetricKind::Bytes;
    });
    return hasCounts ? "Counts and bytes are by second, since runs may differ in length." : "";
}

} // namespace

bool isWithinNoise(const Estimate& estimate, const calibration::KnownNoise* noise)
{
    const double floor = floorOf(estimate.metric, noise);
    return std::isfinite(floor) && std::isfinite(estimate.difference.difference)
        && std::abs(estimate.difference.difference) <= std::log1p(floor);
}

std::vector<std::string> comparisonNotes(std::span<const ComparedRun> runs, std::span<const RunStretch> stretches,
                                         const TuningReport& report, const calibration::KnownNoise* noise)
{
    std::vector<std::string> notes{
        "The runs were made one after the other: drift and chance look like differences, and the intervals know only "
        "what each run did by itself. An experiment with blocks by turns settles it."};
    notes.push_back(noiseNote(report, noise));
    notes.push_back(machinesNote(runs));
    notes.push_back(workloadNote(runs, stretches));
    notes.push_back(endpointsNote(stretches, report));
    for (std::size_t i = 0; i < runs.size(); ++i)
        notes.push_back(stretchNote(runs[i], stretches[i]));
    notes.push_back(countsNote(report));
    std::erase(notes, "");
    return notes;
}

} // namespace weir::experiment
