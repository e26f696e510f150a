// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/strings.h"
#include "core/calibration/calibration_store.h"
#include "core/command/calibration_output.h"
#include "core/command/command_line.h"
#include "core/command/exit_code.h"
#include "core/command/interrupt.h"
#include "core/command/progress.h"
#include "core/command/terminal.h"
#include "core/report/file_writer.h"

#include <fmt/core.h>

#include <cmath>

namespace weir::command {

namespace {

using settings::Problem;

// What the options say of the plan; problems carry the option's name.
session::CalibrationPlan planOf(const settings::Arguments& arguments, std::vector<Problem>& problems)
{
    session::CalibrationPlan plan;
    plan.insecure = arguments.has("insecure");
    const auto only = arguments.value("only");
    plan.drive = only.empty() || only == "drive";
    plan.noise = only.empty() || only == "noise";
    if (arguments.has("blocks")) {
        const auto text = arguments.value("blocks");
        const auto blocks = base::parseDouble(text);
        if (!blocks || *blocks != std::floor(*blocks) || *blocks < 6 || *blocks > 10000)
            problems.push_back({"--blocks", text, "is not a number of blocks", "give a whole number from 6 to 10000"});
        else
            plan.blocks = static_cast<int>(*blocks);
    }
    if (arguments.has("seconds")) {
        const auto text = arguments.value("seconds");
        const auto seconds = base::parseDouble(text);
        if (!seconds || !(*seconds >= 0.1 && *seconds <= 3600))
            problems.push_back({"--seconds", text, "is not a length of blocks", "give seconds from 0.1 to 3600"});
        else
            plan.blockSeconds = *seconds;
    }
    return plan;
}

// Adds it to what is known of this machine. What another Weir wrote and this one cannot read makes room.
base::Status keep(const session::CalibrationResult& result, const settings::Scenario& scenario)
{
    const auto folder = calibration::usualFolder();
    auto known = calibration::load(folder, result.machine);
    if (!known)
        printError(base::text(known.error()));
    auto all = known ? *std::move(known) : calibration::Calibration{};
    result.addTo(all, scenario);
    return calibration::save(folder, all);
}

bool writeJson(report::FileWriter& file, const session::CalibrationResult& result)
{
    file.write(calibrationJson(result));
    const auto closed = file.close();
    if (!closed)
        printError(base::text(closed.error()));
    return closed.has_value();
}

} // namespace

int runCalibration(const settings::Arguments& arguments)
{
    const auto scenario = settings::scenarioFor(arguments);
    auto problems = scenario ? std::vector<Problem>{} : scenario.error();
    const auto plan = planOf(arguments, problems);
    if (!problems.empty()) {
        printProblems(problems);
        return InvalidUsage;
    }
    std::unique_ptr<report::FileWriter> file;
    if (arguments.has("json")) {
        auto opened = report::FileWriter::open(arguments.value("json"));
        if (!opened) {
            printError(base::text(opened.error()));
            return InternalError;
        }
        file = *std::move(opened);
    }
    const InterruptWatch interrupt;
    ProgressLine line;
    const bool quiet = arguments.has("quiet");
    const auto result = session::calibrate(
        *scenario, plan, [&] { return interrupt.requested(); },
        [&](const session::CalibrationProgress& progress) {
            if (!quiet)
                line.show(
                    fmt::format("{:.0f} %, {:.0f} s to go  {}", progress.share * 100, progress.leftS, progress.text));
        });
    if (!quiet)
        line.finish();
    if (!result) {
        printError(base::text(result.error()));
        return result.error().code == base::Errc::Internal ? InternalError : InvalidUsage;
    }
    if (arguments.value("json") != "-")
        printLines(stdout, calibrationText(*result));
    if (file && !writeJson(*file, *result))
        return InternalError;
    if (result->cancelled) {
        printError("interrupted: what was measured is not kept for later runs");
        return Interrupted;
    }
    if (const auto kept = keep(*result, *scenario); !kept) {
        printError(base::text(kept.error()));
        return InternalError;
    }
    return Success;
}

} // namespace weir::command
