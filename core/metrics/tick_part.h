// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/aggregate.h"

namespace weir::metrics {

// What ended in one tick of the collector, of one phase and epoch. Valid during the call it is handed to.
struct TickPart {
    PhaseId phase = warmUpPhase;
    EpochId epoch = 0;
    const Aggregate* total = nullptr;
    const Levels* levels = nullptr;

    bool isOf(PhaseId itsPhase, EpochId itsEpoch) const { return phase == itsPhase && epoch == itsEpoch; }
};

} // namespace weir::metrics
