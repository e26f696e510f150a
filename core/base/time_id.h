// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <string>

namespace weir::base {

// A name for what began then, unlikely to be given twice and in the order of time: "20260131T081530-4f2a". Any thread.
std::string timeId(WallTime when);

} // namespace weir::base
