// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/experiment/block.h"
#include "core/experiment/plan.h"
#include "core/experiment/tuning_report.h"
#include "core/session/run.h"

#include <functional>
#include <string>

namespace weir::session {

struct ExperimentProgress {
    std::string text;    // "pair 3 of 16: pool.max_connections=16"
    int blocksDone = 0;
    int blocksPlanned = 0; // of what runs to a precision: the most it may take
    double doneS = 0;
    double leftS = 0;      // about
    double halfWidth = 0;  // of the primary metric's interval, as a ratio; NaN before there is one
    experiment::TuningReportPtr report; // of what there is so far; null before the first pair
};

// An experiment that was begun before: what it has measured, and under which name.
struct ResumedExperiment {
    std::string id;
    base::WallTime startedAt;
    std::vector<experiment::BlockResult> blocks;
    std::vector<experiment::Trial> trials; // of a find
};

struct ExperimentHooks {
    std::function<bool()> cancelled;                           // asked ten times a second
    std::function<void(const ExperimentProgress&)> onProgress; // on the calling thread, some five times a second
    Run::OnSnapshot onSnapshot;                                // of the runs that it is made of; may be empty
    std::function<void(const experiment::BlockResult&)> onBlock; // each that is complete, in their order; may be empty
    std::function<void(const experiment::Trial&)> onTrial;       // of a find, likewise
    // Before the first: the report that will be, with its name, and the plan as it is carried out. May be empty.
    std::function<void(const experiment::TuningReport&, const experiment::Plan&)> onBegin;
    const ResumedExperiment* resumed = nullptr; // goes on with it
};

// Runs an experiment on the baseline's targets. Blocks the calling thread, for minutes; ended early it reports what it
// has. Of `options` the label, the certificates and the calibration count.
base::Result<experiment::TuningReport> runExperiment(const experiment::Plan& plan, const RunOptions& options,
                                                     const ExperimentHooks& hooks);

// "AMD EPYC 7B13, 4 processors, Linux 6.1"
std::string machineText();

// What it takes, and the smallest difference that it finds, before it starts.
struct ExperimentForecast {
    int blocks = 0;
    double blockSeconds = 0;
    double seconds = 0;            // about, settling included
    double smallestDifference = 0; // as a ratio, with a power of 80 %; NaN where the noise floor is not known
};
base::Result<ExperimentForecast> forecast(const experiment::Plan& plan, const calibration::Calibration* known);

} // namespace weir::session
