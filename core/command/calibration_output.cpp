// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/calibration_output.h"

#include "core/report/format.h"
#include "core/report/json_text.h"
#include "core/report/noise_text.h"
#include "core/report/table.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace weir::command {

namespace json = boost::json;
using calibration::noisyFigureCount;
using calibration::noisyFigures;
using report::jsonNumber;

namespace {

json::string_view view(std::string_view text)
{
    return {text.data(), text.size()};
}

std::string perSecond(double rate)
{
    return report::formatCount(static_cast<std::uint64_t>(std::llround(rate))) + " req/s";
}

std::string driveText(const session::CalibrationResult& result)
{
    const auto& drive = *result.drive;
    if (drive.validRps > 0)
        return fmt::format("{} with the verdict VALID; at most {}, users that never pause", perSecond(drive.validRps),
                           perSecond(drive.closedRps));
    std::string text = fmt::format("at most {}, but no rate had the verdict VALID", perSecond(drive.closedRps));
    if (!result.trials.empty() && !result.trials.back().verdict.reasons.empty())
        text += ": " + result.trials.back().verdict.reasons.front();
    return text;
}

void addLine(std::string& text, std::string_view label, const std::string& value)
{
    constexpr std::size_t indent = 18;
    bool first = true;
    for (const auto& line : report::wrapped(value, 80)) {
        text += fmt::format("  {:{}}{}\n", first ? label : "", indent, line);
        first = false;
    }
}

// Lowest and highest of the blocks, so that the floor stands beside what it is relative to.
std::string rangeText(const session::CalibrationResult& result, std::size_t figure)
{
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -lowest;
    for (const auto& block : result.blocks)
        if (std::isfinite(block[figure])) {
            lowest = std::min(lowest, block[figure]);
            highest = std::max(highest, block[figure]);
        }
    const auto& metric = *metrics::findMetric(noisyFigures[figure].metric);
    return highest < lowest
        ? "-"
        : fmt::format("{} to {}", report::formatMetric(metric, lowest), report::formatMetric(metric, highest));
}

std::string noiseText(const session::CalibrationResult& result)
{
    const auto& floor = *result.noise;
    report::Table table({"", "Noise below", "Pairs", "Seen in the blocks"});
    for (std::size_t i = 0; i < noisyFigureCount; ++i)
        table.add({std::string{noisyFigures[i].label}, report::noiseText(floor.ratio[i]),
                   fmt::format("{}", floor.pairs[i]), rangeText(result, i)});
    auto text = fmt::format(
        "\nNoise floor: 19 of 20 differences between two equal runs, one after the other, are below "
        "it\n\n{}\n",
        table.text());
    const auto most = *std::ranges::max_element(floor.pairs);
    text += fmt::format(
        "  {} blocks of {:g} s, in pairs as ABBA. {}\n", result.blocks.size(), floor.blockSeconds,
        most >= calibration::pairsWithoutAssumption
            ? "Nothing is assumed about how differences are distributed."
            : "So few pairs assume differences that are normally distributed; where they are not, more than "
              "one in 20 is above it.");
    if (std::ranges::any_of(floor.ratio, [](double ratio) { return std::isnan(ratio); }))
        text += "  - : too few requests in a block, or too few pairs. Raise --seconds or --blocks.\n";
    if (result.overloadedBlocks > 0)
        text += fmt::format("  {} of {} blocks had the verdict INVALID: the floor is that of a generator that does not "
                            "keep up.\n",
                            result.overloadedBlocks, result.blocks.size());
    return text;
}

json::object blockObject(const calibration::BlockFigures& block, std::size_t at)
{
    static constexpr std::string_view order = "ABBA";
    json::object object{{"arm", std::string(1, order[at % order.size()])}};
    for (std::size_t i = 0; i < noisyFigureCount; ++i)
        object.emplace(view(noisyFigures[i].id), jsonNumber(block[i]));
    return object;
}

json::object driveObject(const session::CalibrationResult& result)
{
    json::array trials;
    for (const auto& trial : result.trials) {
        json::array reasons;
        for (const auto& reason : trial.verdict.reasons)
            reasons.push_back(json::string{reason});
        trials.push_back(json::object{{"rate", trial.rate > 0 ? jsonNumber(trial.rate) : nullptr},
                                      {"achieved_rps", jsonNumber(trial.achievedRps)},
                                      {"verdict", view(metrics::verdictName(trial.verdict.level))},
                                      {"reasons", std::move(reasons)}});
    }
    return {{"valid_rps", jsonNumber(result.drive->validRps)},
            {"closed_rps", jsonNumber(result.drive->closedRps)},
            {"trials", std::move(trials)}};
}

json::object noiseObject(const session::CalibrationResult& result)
{
    const auto& floor = *result.noise;
    json::object figures;
    for (std::size_t i = 0; i < noisyFigureCount; ++i)
        figures.emplace(view(noisyFigures[i].id),
                        json::object{{"ratio", jsonNumber(floor.ratio[i])}, {"pairs", floor.pairs[i]}});
    return {{"coverage", calibration::floorCoverage},
            {"block_s", jsonNumber(floor.blockSeconds)},
            {"floor", std::move(figures)},
            {"overloaded_blocks", result.overloadedBlocks}};
}

} // namespace

std::string calibrationText(const session::CalibrationResult& result)
{
    auto text = fmt::format("{} on {}, {} processors, {}\n\n", result.scenario, result.machine.cpu,
                            result.machine.processors, result.machine.kernel);
    const auto& instrument = result.instrument;
    addLine(text, "Timer lag",
            fmt::format("p50 {:.3f} ms, p99 {:.3f} ms, longest {:.3f} ms, of {} sleeps", instrument.timerP50Us / 1000,
                        instrument.timerP99Us / 1000, instrument.timerMaxUs / 1000, result.wakeUps));
    addLine(text, "Reading the clock", fmt::format("{:.0f} ns", instrument.clockNs));
    if (result.drive) {
        addLine(text, "Can send", driveText(result));
        addLine(
            text, "",
            "to an origin that answers at once, so a real target takes less. Checks, extraction and pauses are left "
            "out; flows send every step, with drawn values for what earlier replies would give.");
    }
    if (result.noise)
        text += noiseText(result);
    else if (result.hasStages)
        addLine(text, "Noise floor",
                "not measured, since it holds for one level of load: leave the stages out with --set load.stages= and "
                "give --rate or --users");
    return text;
}

std::string calibrationJson(const session::CalibrationResult& result)
{
    const auto& instrument = result.instrument;
    json::array blocks;
    for (std::size_t i = 0; i < result.blocks.size(); ++i)
        blocks.push_back(blockObject(result.blocks[i], i));
    const json::object object{{"weir", WEIR_VERSION},
                              {"scenario", result.scenario},
                              {"at", result.at},
                              {"cancelled", result.cancelled},
                              {"machine",
                               json::object{{"cpu", result.machine.cpu},
                                            {"processors", result.machine.processors},
                                            {"kernel", result.machine.kernel}}},
                              {"timer_lag",
                               json::object{{"p50_ms", jsonNumber(instrument.timerP50Us / 1000)},
                                            {"p99_ms", jsonNumber(instrument.timerP99Us / 1000)},
                                            {"max_ms", jsonNumber(instrument.timerMaxUs / 1000)},
                                            {"sleeps", result.wakeUps}}},
                              {"clock_ns", jsonNumber(instrument.clockNs)},
                              {"drive", result.drive ? json::value(driveObject(result)) : json::value(nullptr)},
                              {"noise_floor", result.noise ? json::value(noiseObject(result)) : json::value(nullptr)},
                              {"blocks", std::move(blocks)}};
    return report::prettyJson(object);
}

} // namespace weir::command
