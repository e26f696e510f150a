// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"

#include <string>

namespace weir::report {

// The tuning report for a terminal: first what was found in a sentence, then the table of metrics with an interval bar
// around one zero line, of many endpoints those that got worse or better and how many there are besides, then by its
// kind the tornado of a screening, the table of a sweep, the trials of a search, at last the plan and the notes. What
// cannot be seen in names is written out; lines are at most 120 characters wide, names give way. Any thread.
std::string tuningSummary(const experiment::TuningReport& report);

} // namespace weir::report
