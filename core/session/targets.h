// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/origin/origin.h"
#include "core/settings/scenario.h"
#include "core/upstream/target.h"

#include <memory>
#include <string>
#include <vector>

namespace weir::session {

// Where requests go in the end: the scenario's targets, or without any the built-in origin, started for it.
struct Targets {
    std::unique_ptr<origin::Origin> origin; // null where the scenario names targets
    std::vector<upstream::Target> list;     // each reached once
    std::vector<base::Error> unreached;     // where that was no condition: what stood in the way
    std::string text;                       // for reports: "http://127.0.0.1:8080", or "2 targets"
};

// Blocks while it connects to each, at most pool.connect_timeout_ms. The error says which cannot be used and why.
// IfPossible: one that is down, or has no address at the moment, is no error; one whose certificate does not verify is.
enum class Reach { All, IfPossible };
base::Result<Targets> reachTargets(const settings::Scenario& scenario, bool insecure, Reach reach = Reach::All);

// What stands against a run or a proxy under this scenario, all of it in one error.
base::Status checkScenario(const settings::Scenario& scenario);

} // namespace weir::session
