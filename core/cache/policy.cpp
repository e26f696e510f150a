// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/policy.h"

#include "core/cache/validation.h"

#include <algorithm>
#include <array>

namespace weir::cache {

using http::CacheControl;

std::string_view name(Storing storing)
{
    constexpr std::array<std::string_view, 10> names{
        "stored",
        "only replies to GET are stored",
        "the status is not one to be stored",
        "the reply did not arrive whole",
        "the reply says no-store",
        "the request says no-store",
        "the reply is private",
        "the request had Authorization and the reply does not say public, must-revalidate or s-maxage",
        "Vary: *",
        "nothing says how long it may be reused, and nothing to revalidate it by",
    };
    return names[static_cast<std::size_t>(storing)];
}

std::string_view name(Reuse reuse)
{
    constexpr std::array<std::string_view, 5> names{"fresh", "stale", "stale-while-revalidate", "revalidate",
                                                    "only-if-cached"};
    return names[static_cast<std::size_t>(reuse)];
}

namespace {

// Section 5.2.2.3: the status codes whose caching rules we follow, all final ones of RFC 9110 but 206 and 304.
bool isUnderstood(int status)
{
    return (status >= 200 && status <= 205) || (status >= 300 && status <= 303) || status == 307 || status == 308
        || (status >= 400 && status <= 417) || status == 421 || status == 422 || status == 426
        || (status >= 500 && status <= 505);
}

bool isStorableStatus(int status)
{
    return status >= 200 && status <= 599 && status != 206 && status != 304;
}

// Section 3.5.
bool mayShareAuthorized(const CacheControl& control)
{
    return control.isPublic || control.mustRevalidate || control.sharedMaxAge;
}

// Section 3, last item: something in the reply, or its status, lets a cache keep it.
bool isStorableByDefault(const Arrival& arrival, const Directives& directives, const Rules& rules)
{
    const CacheControl& control = directives.control;
    return control.isPublic || control.maxAge || (rules.isShared && control.sharedMaxAge)
        || (!rules.isShared && control.isPrivate) || (!directives.isTargeted && arrival.response.contains("Expires"))
        || isHeuristicallyCacheable(arrival.status);
}

// What can neither be served nor revalidated only takes up room.
bool isOfUse(const Arrival& arrival, const Rules& rules)
{
    if (hasValidator(arrival.response))
        return true;
    const Freshness freshness = freshnessOf(arrival.status, arrival.response, arrival.requestTime, arrival.responseTime,
                                            rules);
    const CacheControl& control = freshness.control;
    return !control.noCache
        && (isFresh(freshness, arrival.responseTime) || control.staleWhileRevalidate || control.staleIfError);
}

// Section 3, the conditions that the directives set.
Storing judgeDirectives(const Arrival& arrival, const CacheControl& control, const Rules& rules)
{
    if (control.mustUnderstand && !isUnderstood(arrival.status))
        return Storing::Status;
    if (control.noStore && !control.mustUnderstand)
        return Storing::NoStore;
    if (http::requestCacheControl(arrival.request).noStore)
        return Storing::RequestNoStore;
    if (rules.isShared && control.isPrivate)
        return Storing::Private;
    if (rules.isShared && arrival.request.contains("Authorization") && !mayShareAuthorized(control))
        return Storing::Authorization;
    return Storing::Allowed;
}

// Section 4.2.4: directives that rule out stale replies, whoever asks for them. An applicable s-maxage implies
// proxy-revalidate (5.2.2.10), which gives way where the same origin allows stale replies in so many words
// (`isGranted`), as origins behind a CDN do with "s-maxage=1, stale-while-revalidate=59".
bool forbidsStale(const CacheControl& control, bool isGranted, const Rules& rules)
{
    return control.noCache || control.mustRevalidate
        || (rules.isShared && (control.proxyRevalidate || (control.sharedMaxAge && !isGranted)));
}

bool isWithin(std::optional<std::chrono::seconds> allowance, Duration excess)
{
    return allowance && excess <= Duration{*allowance};
}

// By how much the reply is older than the client wants it: above zero where its max-age or min-fresh is missed.
Duration clientExcess(const CacheControl& request, Duration age, Duration remaining)
{
    Duration excess = Duration::min();
    if (request.maxAge) // one that is exactly as old as max-age=0 allows was still not asked for from the origin
        excess = std::max(excess, age - Duration{*request.maxAge} + Duration{1});
    if (request.minFresh)
        excess = std::max(excess, Duration{*request.minFresh} - remaining);
    return excess;
}

} // namespace

Storing mayStore(std::string_view method, const Arrival& arrival, bool isComplete, const Rules& rules)
{
    if (method != "GET")
        return Storing::Method;
    if (!isStorableStatus(arrival.status))
        return Storing::Status;
    if (!isComplete)
        return Storing::Incomplete;
    const Directives directives = directivesOf(arrival.response, rules);
    if (const Storing judged = judgeDirectives(arrival, directives.control, rules); judged != Storing::Allowed)
        return judged;
    if (variesOnEverything(arrival.response))
        return Storing::VaryStar;
    const bool isWorthIt = isStorableByDefault(arrival, directives, rules) && isOfUse(arrival, rules);
    return isWorthIt ? Storing::Allowed : Storing::Unstated;
}

bool mayLookUp(std::string_view method, const http::HeaderMap& request)
{
    return (method == "GET" || method == "HEAD") && !request.contains("Range") && !request.contains("If-Match")
        && !request.contains("If-Unmodified-Since");
}

Reuse decideReuse(const StoredResponse& stored, const CacheControl& request, Time now, const Rules& rules)
{
    const CacheControl& control = stored.freshness.control;
    const Duration age = currentAge(stored.freshness, now);
    const Duration remaining = stored.freshness.lifetime - age;
    const Duration excess = clientExcess(request, age, remaining);
    if (!control.noCache && !request.noCache) {
        if (remaining > Duration::zero() && excess <= Duration::zero())
            return Reuse::Fresh;
        if (isWithin(request.maxStale, std::max(excess, -remaining)) && !forbidsStale(control, false, rules))
            return Reuse::Stale;
        if (isWithin(control.staleWhileRevalidate, -remaining) && excess <= Duration::zero()
            && !forbidsStale(control, true, rules))
            return Reuse::StaleWhileRevalidate;
    }
    return request.onlyIfCached ? Reuse::Forbidden : Reuse::Revalidate;
}

bool mayServeOnError(const StoredResponse& stored, const CacheControl& request, Time now, const Rules& rules)
{
    const CacheControl& control = stored.freshness.control;
    const Duration excess = -remainingLifetime(stored.freshness, now);
    if (request.noCache)
        return false;
    return (isWithin(control.staleIfError, excess) && !forbidsStale(control, true, rules))
        || (isWithin(request.staleIfError, excess) && !forbidsStale(control, false, rules));
}

long long ageSeconds(const StoredResponse& stored, Time now)
{
    return std::chrono::floor<std::chrono::seconds>(currentAge(stored.freshness, now)).count();
}

} // namespace weir::cache
