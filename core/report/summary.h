// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/run_report.h"

#include <string>

namespace weir::report {

// The report as a terminal shows it, within 120 columns: what was run, a table of each epoch of the measured phase
// with what changed before it, the failures, the thresholds and the verdict with its reasons. Any thread.
std::string summary(const RunReport& report);

} // namespace weir::report
