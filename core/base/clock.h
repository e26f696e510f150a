// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

namespace weir::base {

// Every duration of the measurement is nanoseconds on the monotonic clock; the wall clock is for stamps that people
// and HTTP read. Code that decides by time takes `now` as an argument, so tests need no clock to fake.
using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;
using Nanos = std::chrono::nanoseconds;
using WallClock = std::chrono::system_clock;
using WallTime = WallClock::time_point;

inline TimePoint now()
{
    return Clock::now();
}

// CPU time the calling thread has used so far. Costs about 1 µs, so: once per interval, never per request.
Nanos threadCpuTime();

// RFC 3339 in UTC with milliseconds, "2026-01-31T08:15:30.250Z".
std::string rfc3339(WallTime time);

} // namespace weir::base
