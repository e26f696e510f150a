// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/scenario.h"

namespace weir::settings {

// What a first start runs: an online shop's mix of requests against the built-in origin, which answers exactly these.
// resources/scenarios/demo.weir.json is the same as a file to start one's own from.
Scenario demoScenario();

} // namespace weir::settings
