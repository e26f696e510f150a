// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <span>

namespace weir::load {

// How late this machine's timers wake a worker: measured, never assumed. Values; any thread.
struct TimerLag {
    base::Nanos p50{};
    base::Nanos p99{};
    base::Nanos max{};
    int wakeUps = 0;

    bool operator==(const TimerLag&) const = default;
};

// Percentiles by the nearest rank.
TimerLag timerLagOf(std::span<const base::Nanos> lags);

// Sleeps so many times on a loop and a timer like a worker's, each for 0.3 ms, and tells how late it woke. Blocks for
// about half a millisecond a time.
TimerLag measureTimerLag(int wakeUps);

// How long before a start a worker polls (load.idle=hybrid): the p99 of the lag, so that 99 sleeps in 100 end before
// the start is due. At least 50 µs, lest one quiet moment decide; at most 500 µs, beyond which it is other programs
// that delay us, and polling would take the processor from the target without sending any sooner.
base::Nanos pollWindowFor(const TimerLag& lag);

} // namespace weir::load
