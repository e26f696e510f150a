// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <algorithm>
#include <cstdint>

namespace weir::metrics {

// What the target's own processes used, where they run on this machine. Integrals over the spans beside them, which are
// what could be read, so that two stretches add up; a span of zero: nothing is known.
struct TargetLevels {
    base::Nanos span{}; // of processor, memory and threads
    base::Nanos cpu{};
    double residentByteSeconds = 0;
    double threadSeconds = 0;
    base::Nanos socketSpan{};
    double socketSeconds = 0;
    base::Nanos networkSpan{};
    double networkBytes = 0; // received and sent
    std::uint64_t residentMax = 0;
    base::Nanos lookup{}; // of the targets' names, before the run; zero where there was none

    TargetLevels& operator+=(const TargetLevels& later)
    {
        span += later.span;
        cpu += later.cpu;
        residentByteSeconds += later.residentByteSeconds;
        threadSeconds += later.threadSeconds;
        socketSpan += later.socketSpan;
        socketSeconds += later.socketSeconds;
        networkSpan += later.networkSpan;
        networkBytes += later.networkBytes;
        residentMax = std::max(residentMax, later.residentMax);
        lookup = std::max(lookup, later.lookup);
        return *this;
    }
    bool operator==(const TargetLevels&) const = default;
};

} // namespace weir::metrics
