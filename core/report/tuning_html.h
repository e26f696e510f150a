// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"

#include <string>

namespace weir::report {

// The tuning report as one page that opens offline and prints on A4: no script, no address of anything else, charts as
// SVG within it, light or dark as the reader's system is, light on paper. What was found stands first, then the
// evidence and at the end how it was measured. Text from outside is escaped and what cannot be seen in it written out;
// credentials in the target's address are redacted. Of many variants and endpoints the first that matter and the count
// of the rest: the CSV has all. Any thread.
std::string tuningHtml(const experiment::TuningReport& report);

} // namespace weir::report
