// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/run_report.h"
#include "core/settings/schema.h"

namespace weir::report {

// The knobs that are not at their default in some epoch, in the schema's order: what a report says of its settings. Of
// the workload's own text (requests, flows, variables and so on) those alone that were turned while the run went on, so
// that a file grows with its rows only; what the workload is made of stands once, as JSON's scenario.
std::vector<settings::KnobPath> changedKnobs(const RunReport& report);

// The settings of an epoch; those of the nearest earlier one if the report holds fewer.
const settings::Scenario& scenarioOf(const RunReport& report, metrics::EpochId epoch);

// "GET /items?api_key=***": what a failure shows of its request, without credentials.
std::string redactedRequest(std::string_view request);

// A target's address, or other text about it, likewise.
std::string redactedTarget(std::string_view target);

} // namespace weir::report
