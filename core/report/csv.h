// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/report/run_report.h"

#include <string>

// Report files for people and programs. RFC 4180 (CRLF, quoting), snake_case headings with units, RFC 3339 UTC times,
// numbers in the C locale; text that begins like a formula is disarmed with a leading '. Any thread.
namespace weir::report {

// One row per phase, epoch and endpoint, and one with endpoint * for the total; a `knob.KEY` column per knob that is
// not at its default in some epoch, with each epoch's own value.
std::string reportCsv(const RunReport& report);

// One row per second of the run, the total of all endpoints.
std::string seriesCsv(const RunReport& report);

// Writes to a temporary name beside `path` and renames, so a failure leaves an earlier file as it was.
base::Status writeFile(const std::string& path, const std::string& content);

} // namespace weir::report
