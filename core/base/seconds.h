// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

// Durations as people and files write them.
namespace weir::base {

inline double toSeconds(Nanos span)
{
    return std::chrono::duration<double>(span).count();
}

// Of a knob, whose schema keeps it far below the 292 years that fit.
inline Nanos fromSeconds(double value)
{
    return std::chrono::duration_cast<Nanos>(std::chrono::duration<double>(value));
}

} // namespace weir::base
