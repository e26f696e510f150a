// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"

#include <string>

namespace weir::report {

// The response times of each arm over one another, as cards of the report's page: by percentile, drawn towards the slow
// end, and how many were answered within a time. Empty where no arm has a curve. Any thread.
std::string overlayCards(const experiment::TuningReport& report);

} // namespace weir::report
