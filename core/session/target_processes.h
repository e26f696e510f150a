// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/host/target_watch.h"
#include "core/session/targets.h"

namespace weir::session {

// Begins to watch the processes of the run's targets. The error says why there is nothing to watch, as a sentence: the
// built-in origin answers, or they run on another machine, or cannot be seen. Blocks while it looks for them.
base::Result<std::unique_ptr<host::TargetWatch>> watchTargets(const Targets& targets,
                                                              const settings::TargetSettings& settings);

} // namespace weir::session
