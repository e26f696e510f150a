// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/metrics/sample.h"

#include <vector>

namespace weir::load {

// When the phases of a run begin and end. A value, the same on every worker.
struct Timeline {
    base::TimePoint begin;                    // of the warm-up
    base::TimePoint measure;                  // of the first measured phase
    std::vector<base::TimePoint> laterPhases; // when each further one begins
    base::TimePoint end;                      // nothing is sent from here on
    base::Nanos drain{};                      // how long replies are then waited for

    metrics::PhaseId phaseAt(base::TimePoint when) const
    {
        if (when < measure)
            return metrics::warmUpPhase;
        auto phase = metrics::measuredPhase;
        for (const auto& later : laterPhases)
            if (when >= later)
                ++phase;
        return phase;
    }
    base::TimePoint beginOf(metrics::PhaseId phase) const
    {
        if (phase <= metrics::measuredPhase)
            return phase == metrics::warmUpPhase ? begin : measure;
        return laterPhases[phase - metrics::measuredPhase - std::size_t{1}];
    }
};

} // namespace weir::load
