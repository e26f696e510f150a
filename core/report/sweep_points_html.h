// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"

#include <string>

namespace weir::report {

// The points of a sweep as a table of its page: each with its figure, its difference from the baseline around one zero
// line, and what is to be said of it. Of very many the first and the count of the rest; empty without any. Any thread.
std::string sweepPointsHtml(const experiment::TuningReport& report);

} // namespace weir::report
