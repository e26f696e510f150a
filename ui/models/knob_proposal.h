// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <QString>

#include <vector>

// What is worth trying of a knob. Pure functions; any thread.
namespace weir::ui {

// Whether an experiment may turn it: not what a name, a file, an address or a list of the workload is.
bool isTriable(const settings::KnobPath& path);

// All of them, by section: what an experiment's choice of knobs offers.
std::vector<settings::KnobPath> triableKnobs();
// Those that count something, for a search or a range.
std::vector<settings::KnobPath> countingKnobs();

// Another value than the one it has: the other state of a switch, the next choice, of a number half or twice as much,
// within its range. A text stays as it is.
settings::KnobValue proposedValue(const settings::KnobPath& path, const settings::KnobValue& value);

// "1, 2, 4, 8": what a sweep of it could go through, as its editor reads it.
QString proposedSweep(const settings::KnobPath& path, const settings::KnobValue& value);

// "Connection pool: Maximum connections"
QString knobTitle(const settings::KnobPath& path);

} // namespace weir::ui
