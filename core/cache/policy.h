// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/stored_response.h"
#include "core/http/cache_control.h"

#include <string_view>

// What RFC 9111 lets a cache do, as pure functions: no clock, no I/O, callable on any thread.
namespace weir::cache {

// Whether a reply may be kept, and if not, why: the inspector and Cache-Status say so.
enum class Storing {
    Allowed,
    Method,     // only replies to GET are kept
    Status,     // not final, partial, or a 304
    Incomplete, // cut off on the way
    NoStore,    // of the reply
    RequestNoStore,
    Private,       // and the cache is shared
    Authorization, // the request had one and the reply does not say that it may be shared
    VaryStar,
    Unstated, // nothing says for how long, and nothing to revalidate by
};
std::string_view name(Storing storing);

// RFC 9111, sections 3, 3.3, 3.5, 4.1, 5.2. `method` is case-sensitive. `isComplete`: the body came whole.
Storing mayStore(std::string_view method, const Arrival& arrival, bool isComplete, const Rules& rules);

// Whether the cache may be asked at all: GET and HEAD, without a Range and without the preconditions that only the
// origin may judge (section 4.3.2).
bool mayLookUp(std::string_view method, const http::HeaderMap& request);

// What to do with a stored reply that the request matches (sections 4, 4.2.4, 5.2.1; RFC 5861).
enum class Reuse {
    Fresh,                // answer with it
    Stale,                // answer with it though stale: the client's max-stale allows that
    StaleWhileRevalidate, // answer with it, and revalidate behind the client's back
    Revalidate,           // ask the target first
    Forbidden,            // only-if-cached, and it may not be used: 504
};
std::string_view name(Reuse reuse);
Reuse decideReuse(const StoredResponse& stored, const http::CacheControl& request, Time now, const Rules& rules);

// Whether the stale reply may stand in for a failed revalidation or a 500, 502, 503, 504 (RFC 5861, section 4).
bool mayServeOnError(const StoredResponse& stored, const http::CacheControl& request, Time now, const Rules& rules);

// The Age field of a reply from the cache, in whole seconds (section 5.1).
long long ageSeconds(const StoredResponse& stored, Time now);

} // namespace weir::cache
