// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/aggregate.h"

namespace weir::metrics {

// What a stretch of time adds up to, distributions apart. Neighbouring stretches add up to the longer one.
struct Tally {
    base::Nanos begin{}; // since the start of the run
    base::Nanos end{};
    Counters counters;
    Levels levels;
    Summary response;
    Summary failed;
    Summary scheduleLag;

    base::Nanos span() const { return end - begin; }
    Tally& operator+=(const Tally& next);
};

} // namespace weir::metrics
