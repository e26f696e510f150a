// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"

#include <string>

// Parts of a tuning report's summary that only one kind of experiment has: each begins with an empty line, or is empty
// where the report has none. Any thread.
namespace weir::report {

std::string tornadoText(const experiment::TuningReport& report); // of a screening
std::string sweepTable(const experiment::TuningReport& report);  // of a sweep, with its marks
// "best, knee": what is to be said of a point of it.
std::string sweepMarks(const experiment::TuningReport& report, std::size_t point);
std::string trialsTable(const experiment::TuningReport& report);     // of a search
std::string scalabilityText(const experiment::TuningReport& report); // the fitted law

// "16 of 16 pairs of 5 s in 2:40 min; finds differences from 6 % on; within 2 % counts as no difference."
std::string planSentence(const experiment::TuningReport& report);

} // namespace weir::report
