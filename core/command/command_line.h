// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/cli.h"

#include <string>
#include <vector>

// The verbs of weir-cli. Each runs on the calling thread, prints results to standard output and everything else to
// standard error, and returns the process's exit code.
namespace weir::command {

// `arguments` without the program's name.
int runCommandLine(const std::vector<std::string>& arguments);

int runLoad(const settings::Arguments& arguments);         // run
int runOrigin(const settings::Arguments& arguments);       // origin
int runProxy(const settings::Arguments& arguments);        // proxy
int runCalibration(const settings::Arguments& arguments);  // calibrate
int runExperimentCommand(const settings::Arguments& arguments); // experiment
int listKnobs(const settings::Arguments& arguments);       // knobs
int listMetrics(const settings::Arguments& arguments);     // metrics
int validateFile(const settings::Arguments& arguments);    // validate
int showPercentiles(const settings::Arguments& arguments); // percentiles
int compareKeptRuns(const settings::Arguments& arguments); // compare
int showHistory(const settings::Arguments& arguments);     // history

// Each on a line of standard error, with the program's name before it.
void printProblems(const std::vector<settings::Problem>& problems);
void printError(const std::string& text);

} // namespace weir::command
