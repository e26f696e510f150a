// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/sample.h"

namespace weir::load {

// When the phases of a run begin and end. A value, the same on every worker.
struct Timeline {
    base::TimePoint begin;   // of the warm-up
    base::TimePoint measure; // of the measured phase
    base::TimePoint end;     // nothing is sent from here on
    base::Nanos drain{};     // how long replies are then waited for

    metrics::Phase phaseAt(base::TimePoint when) const
    {
        return when < measure ? metrics::Phase::WarmUp : metrics::Phase::Measure;
    }
};

} // namespace weir::load
