// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/scenario.h"

#include <string_view>

// What a search for the highest rate sends. Pure functions.
namespace weir::calibration {

// The scenario as such a search measures it, but for the model, the rate, the length and the targets: what each request
// costs to make and send, at full speed. Nobody pauses. Checks and extraction are left out, since the origin that
// answers at once has nothing to look into; so every flow walks all of its steps, and what these would carry from
// earlier replies is drawn instead. Feeders that are read once begin again.
settings::Scenario driveScenario(const settings::Scenario& scenario);

// Requests that an arrival of the open model comes to, on average: a flow is one arrival and sends each of its steps.
double requestsPerArrival(const settings::Scenario& scenario);

// Whether a target's address asks for TLS.
bool isTls(std::string_view url);

} // namespace weir::calibration
