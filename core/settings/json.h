// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

// Scenario files (*.weir.json): `{"weir": 1, "name": ..., "load": {"rate": 500}, "requests": {"NAME": {...}}}`.
// A file holds only what differs from the defaults, one value a line in the schema's order, so that it diffs well.
// Reading tells every problem at once; writing and reading back gives the same scenario. Any thread.
namespace weir::settings {

std::expected<Scenario, std::vector<Problem>> readScenario(std::string_view text);
std::expected<Scenario, std::vector<Problem>> loadScenario(const std::string& path);

std::string writeScenario(const Scenario& scenario);

// Names of files are written so that they lead where they did. Writes a neighbouring file first and then takes its name
// over `path`: a full disk loses nothing. A scenario that could not be read back is refused.
base::Status saveScenario(const Scenario& scenario, const std::string& path);

} // namespace weir::settings
