// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/run_report.h"

#include <string>
#include <string_view>

// What of a run is kept as JSON, and how its settings are kept: without secrets. Any thread.
namespace weir::store {

// What is fixed at its start.
std::string infoJson(const metrics::RunInfo& info);
base::Status readInfo(std::string_view text, metrics::RunInfo& info);

// How far it came: state, verdicts, marks, its end.
std::string progressJson(const metrics::Snapshot& snapshot);
base::Status readProgress(std::string_view text, metrics::Snapshot& snapshot);

// As every report has them: credentials replaced by "***", references to the environment kept.
settings::Scenario withoutSecrets(const settings::Scenario& scenario);

// The settings as kept. Keys that this Weir does not know, or whose values it no longer takes, are left out rather than
// losing the run with them.
base::Result<settings::Scenario> readKeptScenario(const std::string& text);

// What is known of the run's machine and settings, found again by the settings as they are kept; null for nothing.
calibration::CalibrationPtr keptCalibration(const report::RunReport& report);

} // namespace weir::store
