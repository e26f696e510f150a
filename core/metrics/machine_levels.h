// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <algorithm>

namespace weir::metrics {

// Time that a hypervisor gave to other guests while ours wanted to run, of all processors since the machine's start.
struct StolenTime {
    base::Nanos time{};
    int processors = 0;
};

// What happened to the machine under a run, which no setting of the run can help.
struct MachineLevels {
    base::Nanos stolen{};    // as StolenTime
    int processors = 0;      // that `stolen` counts; 0: not known on this system
    base::Nanos clockStep{}; // how far the wall clock was set, either way; slewing it is no step

    MachineLevels& operator+=(const MachineLevels& later)
    {
        stolen += later.stolen;
        processors = std::max(processors, later.processors);
        clockStep += later.clockStep;
        return *this;
    }
    bool operator==(const MachineLevels&) const = default;
};

} // namespace weir::metrics
