// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"

#include <string>

namespace weir::report {

// The whole tuning report as one JSON object, all that the other forms show: the experiment and its plan, arms with
// their changes, variants with their estimates and pairs, and by its kind the effects of a screening, the points of a
// sweep, the trials of a search. Differences are ratios (0.05: 5 % more; of shares five percentage points). null for
// what is not known; a number that is infinite is null and its name stands in the object's "infinite", or, below zero,
// "minus_infinite". Any thread.
std::string tuningJson(const experiment::TuningReport& report);

} // namespace weir::report
