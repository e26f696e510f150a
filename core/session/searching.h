// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/experimenting.h"

namespace weir::session {

// The part of runExperiment() that finds the highest or lowest value of a knob under which a condition holds: a run for
// every value that is tried.
base::Result<experiment::TuningReport> runSearch(const experiment::Plan& plan, const RunOptions& options,
                                                 const ExperimentHooks& hooks);

} // namespace weir::session
