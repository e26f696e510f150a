// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/evaluation.h"

namespace weir::experiment {

// The part of evaluate() that says what a sweep advises: its points, the front, the best and the smallest that is as
// good, and the knee. Of a report that has its arms and variants. Pure; any thread.
void addSweep(const Frame& frame, TuningReport& report);

} // namespace weir::experiment
