// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/run_report.h"

#include <string>

namespace weir::report {

enum class RequireValid { No, Yes };

// The run as JUnit XML, for build servers: the scenario is the suite, each threshold a case that fails with the reason
// and the value measured. With RequireValid one more for the verdict; an interrupted run has a case in error. Version,
// run and the knobs that are not at their default are the suite's properties; credentials are redacted. Any thread.
std::string junitXml(const RunReport& report, RequireValid requireValid = RequireValid::No);

} // namespace weir::report
