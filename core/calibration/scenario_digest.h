// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/scenario.h"

#include <string>
#include <string_view>

// By what a later run finds its calibration. Sixteen hexadecimal digits each; any thread.
namespace weir::calibration {

std::string digestOf(std::string_view text);

// Of all that decides how much equal runs differ: everything but the names, the thresholds and how long it goes on.
std::string noiseDigest(const settings::Scenario& scenario);

// Of all that decides what a request costs the generator, as driveScenario() has it: neither who answers, but for
// whether it is spoken to in TLS, nor how often it is asked.
std::string driveDigest(const settings::Scenario& scenario);

} // namespace weir::calibration
