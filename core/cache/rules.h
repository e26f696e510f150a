// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/settings/cache_settings.h"

#include <chrono>

namespace weir::cache {

// Caching counts on the wall clock, because the headers do. Milliseconds, since nanoseconds of dates that a header may
// hold overflow 64 bits.
using Duration = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Duration>;

inline Time toTime(base::WallTime time)
{
    return std::chrono::floor<Duration>(time);
}

// What the owner of the cache decides, beside what the messages say.
struct Rules {
    bool isShared = true;    // a proxy's cache; false models a browser's
    Duration defaultTtl{0};  // lifetime of cacheable replies that state none
    bool heuristics = false; // a tenth of the age since Last-Modified for those (RFC 9111, section 4.2.2)
    bool isTargeted = true;  // CDN-Cache-Control speaks to us (RFC 9213)

    bool operator==(const Rules&) const = default;
};

inline Rules rulesOf(const settings::CacheSettings& settings)
{
    Rules rules;
    rules.defaultTtl = Duration(static_cast<Duration::rep>(settings.defaultTtlS * 1000));
    return rules;
}

} // namespace weir::cache
