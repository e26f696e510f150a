// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/rules.h"
#include "core/http/cache_control.h"
#include "core/http/header_map.h"

#include <string_view>

namespace weir::cache {

// Where a lifetime comes from; for the inspector's "why".
enum class LifetimeSource { None, SharedMaxAge, MaxAge, Expires, Heuristic, DefaultTtl };
std::string_view name(LifetimeSource source);

// What a reply says about its own reuse, read once when it is stored. A plain value.
struct Freshness {
    http::CacheControl control; // as `directivesOf` gives it
    LifetimeSource source = LifetimeSource::None;
    Duration lifetime{0};
    Duration initialAge{0}; // on arrival
    Time responseTime{};    // of that arrival

    bool operator==(const Freshness&) const = default;
};

// The directives that hold for us (RFC 9213, section 2.2).
struct Directives {
    http::CacheControl control;
    bool isTargeted = false; // then Expires does not count either

    bool operator==(const Directives&) const = default;
};
Directives directivesOf(const http::HeaderMap& response, const Rules& rules);

// `requestTime` is when the request left, `responseTime` when the reply's header arrived.
Freshness freshnessOf(int status, const http::HeaderMap& response, Time requestTime, Time responseTime,
                      const Rules& rules);

// RFC 9111, section 4.2.3.
Duration currentAge(const Freshness& freshness, Time now);

// RFC 9111, section 4.2; both in one place, since Cache-Status wants the remaining time: negative when stale.
Duration remainingLifetime(const Freshness& freshness, Time now);
inline bool isFresh(const Freshness& freshness, Time now)
{
    return remainingLifetime(freshness, now) > Duration::zero();
}

// RFC 9110, section 15.1: status codes that may be reused without a stated lifetime.
bool isHeuristicallyCacheable(int status);

} // namespace weir::cache
