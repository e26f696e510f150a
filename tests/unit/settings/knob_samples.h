// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <QString>

namespace weir::settings {

// A value that the knob takes and that is not its default.
KnobValue otherValue(const KnobPath& path);

// Every knob of every section; those of record lists in a record of the name "sample one".
std::vector<KnobPath> everyKnob();

QString shown(const std::vector<Problem>& problems);

} // namespace weir::settings
