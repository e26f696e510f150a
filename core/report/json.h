// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/run_report.h"

#include <string>

namespace weir::report {

enum class Series { Leave, Include };

// The whole report as one JSON object: the run, its verdict and that of each phase, thresholds, rows of metrics by id
// (null for no value), the slowest exchanges of each measured endpoint and a uniform sample of all of them, the last
// epoch's total under k6's names (k6_metrics.h), events, first failures and the knobs of each epoch that are not at
// their default; with `series` one point a second. Durations are in seconds from the start of the run. Credentials are
// redacted as in the CSV. Any thread.
std::string reportJson(const RunReport& report, Series series = Series::Leave);

} // namespace weir::report
