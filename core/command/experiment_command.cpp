// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/strings.h"
#include "core/calibration/calibration_store.h"
#include "core/command/command_line.h"
#include "core/command/exit_code.h"
#include "core/command/experiment_plan.h"
#include "core/command/interrupt.h"
#include "core/command/progress.h"
#include "core/command/terminal.h"
#include "core/command/tuning_output.h"
#include "core/session/experimenting.h"

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

calibration::CalibrationPtr calibrationForExperiment()
{
    auto known = calibration::load(calibration::usualFolder(), calibration::thisMachine());
    if (known)
        return std::make_shared<const calibration::Calibration>(*std::move(known));
    printError(base::text(known.error()));
    return nullptr;
}

} // namespace

int runExperimentCommand(const settings::Arguments& arguments)
{
    auto plan = experimentPlan(arguments);
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
    plan->metrics = *std::move(metrics);
    session::RunOptions options;
    options.insecure = arguments.has("insecure");
    options.calibration = calibrationForExperiment();
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
    const auto report = session::runExperiment(*plan, options, hooks);
    if (!quiet)
        line.finish();
    if (!report) {
        printError(base::text(report.error()));
        return exitCodeOfExperiment(report.error());
    }
    return (*output)->finish(*report);
}

} // namespace weir::command
