// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"

namespace weir::experiment {

// Fits the Universal Scalability Law to a search's trials, or to a sweep of one knob whose metrics hold achieved_rps;
// says in the notes why where it cannot, and where it fits badly. Only for users and connections.
void fitScalability(TuningReport& report);

} // namespace weir::experiment
