// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace weir::report {

// The catalogue of metrics, as `weir-cli metrics` prints it: every metric with its unit and meaning. Any thread.
std::string metricsTable();
std::string metricsJson();     // an array of objects: id, label, unit, kind, help
std::string metricsMarkdown(); // one table

} // namespace weir::report
