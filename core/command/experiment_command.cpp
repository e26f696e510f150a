// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/strings.h"
#include "core/command/command_line.h"
#include "core/command/exit_code.h"
#include "core/command/experiment_plan.h"
#include "core/command/interrupt.h"
#include "core/command/known_calibration.h"
#include "core/command/progress.h"
#include "core/command/terminal.h"
#include "core/command/tuning_output.h"
#include "core/session/experiment_history.h"

#include <fmt/core.h>

#include <cmath>

namespace weir::command {

namespace {

int exitCodeOfExperiment(const base::Error& error)
{
    return error.code == base::Errc::Internal || error.code == base::Errc::Io ? InternalError : InvalidUsage;
}

std::string minutesText(double seconds)
{
    const auto whole = static_cast<long>(std::ceil(seconds));
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

// "24 blocks of 5 s, about 2:12; finds differences from 6 %"
std::string forecastText(const session::ExperimentForecast& forecast)
{
    auto text = fmt::format("{} blocks of {:.3g} s, about {}", forecast.blocks, forecast.blockSeconds,
                            minutesText(forecast.seconds));
    if (std::isfinite(forecast.smallestDifference))
        text += fmt::format("; finds differences from {:.2g} % on, four times out of five",
                            forecast.smallestDifference * 100);
    else
        text += "; what it can find is not known before the noise is (weir-cli calibrate), and is told at the end";
    return text;
}

std::string progressText(const session::ExperimentProgress& progress)
{
    auto text = progress.blocksPlanned > 0 ? fmt::format("{} of {} blocks, {} to go", progress.blocksDone,
                                                         progress.blocksPlanned, minutesText(progress.leftS))
                                           : fmt::format("{} blocks", progress.blocksDone);
    if (std::isfinite(progress.halfWidth))
        text += fmt::format(", ±{:.2g} %", progress.halfWidth * 100);
    return text + "  " + progress.text;
}

// experiment resume ID [SCENARIO]
base::Result<session::KeptExperiment> keptExperiment(const settings::Arguments& arguments, store::RunStore& store)
{
    const auto& given = arguments.positional;
    if (given.size() < 2 || given.size() > 3)
        return std::unexpected(base::Error{base::Errc::InvalidArgument,
                                           "write `weir-cli experiment resume ID [SCENARIO]`; `weir-cli history list` "
                                           "has the ids"});
    const auto stored = store.ask([&](store::History& history) { return history.loadExperiment(given[1]); });
    if (!stored)
        return std::unexpected(stored.error());
    if (given.size() == 2)
        return session::resumable(*stored, nullptr);
    const auto scenario = settings::scenarioFrom(given[2]);
    if (!scenario)
        return std::unexpected(base::Error{base::Errc::InvalidScenario, settings::text(scenario.error())});
    return session::resumable(*stored, &*scenario);
}

} // namespace

int runExperimentCommand(const settings::Arguments& arguments)
{
    store::RunStore store;
    std::optional<session::KeptExperiment> kept;
    const bool isResumed = !arguments.positional.empty() && arguments.positional.front() == "resume";
    if (isResumed) {
        auto found = keptExperiment(arguments, store);
        if (!found) {
            printError(base::text(found.error()));
            return InvalidUsage;
        }
        kept = *std::move(found);
    }
    auto plan = isResumed ? std::expected<experiment::Plan, std::vector<settings::Problem>>{kept->plan}
                          : experimentPlan(arguments);
    if (!plan) {
        printProblems(plan.error());
        return InvalidUsage;
    }
    auto output = TuningOutput::open(arguments);
    if (!output) {
        printError(base::text(output.error()));
        return exitCodeOfExperiment(output.error());
    }
    auto metrics = (*output)->metrics(arguments, plan->effectiveMetrics());
    if (!metrics) {
        printError(base::text(metrics.error()));
        return InvalidUsage;
    }
    if (!isResumed) // whose blocks hold the metrics that it began with
        plan->metrics = *std::move(metrics);
    session::RunOptions options;
    options.insecure = arguments.has("insecure");
    options.calibration = knownCalibration();
    const auto forecast = session::forecast(*plan, options.calibration.get());
    if (!forecast) {
        printError(base::text(forecast.error()));
        return exitCodeOfExperiment(forecast.error());
    }
    const bool quiet = arguments.has("quiet");
    if (!quiet)
        printLines(stderr, fmt::format("{}: {}\n", experiment::kindName(plan->kind), forecastText(*forecast)));
    const InterruptWatch interrupt;
    ProgressLine line;
    session::ExperimentHooks hooks;
    hooks.cancelled = [&] { return interrupt.requested(); };
    if (!quiet)
        hooks.onProgress = [&](const session::ExperimentProgress& progress) { line.show(progressText(progress)); };
    if (isResumed)
        hooks.resumed = &kept->done;
    session::ExperimentHistory history{store, [](const base::Error& error) {
                                           printError("warning: this experiment is not in the history. "
                                                      + base::text(error));
                                       }};
    const bool isKept = !arguments.has("no-history");
    if (isKept)
        history.attach(hooks);
    const auto report = session::runExperiment(*plan, options, hooks);
    if (report && isKept)
        history.finish(*report);
    if (!quiet)
        line.finish();
    if (!report) {
        printError(base::text(report.error()));
        return exitCodeOfExperiment(report.error());
    }
    return (*output)->finish(*report);
}

} // namespace weir::command
