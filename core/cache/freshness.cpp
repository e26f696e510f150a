// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/freshness.h"

#include "core/base/strings.h"
#include "core/cache/targeted_control.h"
#include "core/http/date.h"

#include <algorithm>
#include <array>
#include <string>

namespace weir::cache {

using std::chrono::seconds;
using std::chrono::sys_seconds;

std::string_view name(LifetimeSource source)
{
    constexpr std::array<std::string_view, 6> names{"none",    "s-maxage",  "max-age",
                                                    "Expires", "heuristic", "default lifetime"};
    return names[static_cast<std::size_t>(source)];
}

namespace {

// The reply's own date; without a usable one the time it arrived (RFC 9110, section 6.6.1).
Time dateOf(const http::HeaderMap& response, Time responseTime)
{
    const auto date = http::parseDate(base::trimmed(response.get("Date").value_or("")),
                                      std::chrono::floor<seconds>(responseTime));
    return date ? Time{*date} : responseTime;
}

struct Lifetime {
    LifetimeSource source = LifetimeSource::None;
    Duration length{0};
};

// RFC 9111, section 4.2.1, without its last step.
Lifetime statedLifetime(const http::HeaderMap& response, const Directives& directives, Time responseTime,
                        const Rules& rules)
{
    const http::CacheControl& control = directives.control;
    if (rules.isShared && control.sharedMaxAge)
        return {LifetimeSource::SharedMaxAge, *control.sharedMaxAge};
    if (control.maxAge)
        return {LifetimeSource::MaxAge, *control.maxAge};
    if (directives.isTargeted)
        return {};
    if (const auto expires = http::parseExpires(response, std::chrono::floor<seconds>(responseTime)))
        return {LifetimeSource::Expires, std::max(Time{*expires} - dateOf(response, responseTime), Duration::zero())};
    return {};
}

// RFC 9111, section 4.2.2: only for replies that may be reused without a stated lifetime. A reply that sets a cookie
// is meant for one user, more often than not, and its origin did not say otherwise.
Lifetime assumedLifetime(int status, const http::HeaderMap& response, const http::CacheControl& control,
                         Time responseTime, const Rules& rules)
{
    constexpr Duration longest = std::chrono::hours(24);
    if ((!isHeuristicallyCacheable(status) && !control.isPublic) || response.contains("Set-Cookie"))
        return {};
    const auto modified = http::parseDate(base::trimmed(response.get("Last-Modified").value_or("")));
    if (rules.heuristics && modified) {
        const Duration age = dateOf(response, responseTime) - Time{*modified};
        return {LifetimeSource::Heuristic, std::clamp(age / 10, Duration::zero(), longest)};
    }
    if (rules.defaultTtl > Duration::zero())
        return {LifetimeSource::DefaultTtl, rules.defaultTtl};
    return {};
}

// RFC 9111, section 4.2.3, up to corrected_initial_age.
Duration initialAge(const http::HeaderMap& response, Time requestTime, Time responseTime)
{
    const Duration apparent = std::max(responseTime - dateOf(response, responseTime), Duration::zero());
    const Duration delay = std::max(responseTime - requestTime, Duration::zero());
    return std::max(apparent, Duration{http::parseAge(response).value_or(seconds::zero())} + delay);
}

} // namespace

Directives directivesOf(const http::HeaderMap& response, const Rules& rules)
{
    if (rules.isShared && rules.isTargeted && response.contains("CDN-Cache-Control"))
        if (auto targeted = parseTargetedControl(response.joined("CDN-Cache-Control")))
            return {std::move(*targeted), true};
    return {http::responseCacheControl(response), false};
}

Freshness freshnessOf(int status, const http::HeaderMap& response, Time requestTime, Time responseTime,
                      const Rules& rules)
{
    Directives directives = directivesOf(response, rules);
    Lifetime lifetime = statedLifetime(response, directives, responseTime, rules);
    if (lifetime.source == LifetimeSource::None)
        lifetime = assumedLifetime(status, response, directives.control, responseTime, rules);
    Freshness freshness;
    freshness.control = std::move(directives.control);
    freshness.source = lifetime.source;
    freshness.lifetime = lifetime.length;
    freshness.initialAge = initialAge(response, requestTime, responseTime);
    freshness.responseTime = responseTime;
    return freshness;
}

Duration currentAge(const Freshness& freshness, Time now)
{
    return freshness.initialAge + std::max(now - freshness.responseTime, Duration::zero());
}

Duration remainingLifetime(const Freshness& freshness, Time now)
{
    return freshness.lifetime - currentAge(freshness, now);
}

bool isHeuristicallyCacheable(int status)
{
    constexpr std::array codes{200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501}; // 206 is left out: not stored
    return std::ranges::find(codes, status) != codes.end();
}

} // namespace weir::cache
