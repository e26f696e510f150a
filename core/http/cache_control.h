// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/header_map.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::http {

// RFC 9111, section 1.2.2: what a count of seconds too great to hold stands for.
inline constexpr std::chrono::seconds longestDelta{2147483648};

// The directives of one message, of requests and replies alike (RFC 9111, section 5.2; RFC 5861; RFC 8246). A lifetime
// that is malformed, or given twice with different values, is zero: such a reply is stale (section 4.2.1). A malformed
// allowance (max-stale, stale-while-revalidate, stale-if-error) or wish (min-fresh) counts as absent.
struct CacheControl {
    bool noStore = false;
    bool noCache = false;   // without field names
    bool isPrivate = false; // without field names
    bool isPublic = false;
    bool mustRevalidate = false;
    bool proxyRevalidate = false;
    bool mustUnderstand = false;
    bool noTransform = false;
    bool onlyIfCached = false;
    bool immutable = false;
    std::optional<std::chrono::seconds> maxAge;
    std::optional<std::chrono::seconds> sharedMaxAge; // s-maxage
    std::optional<std::chrono::seconds> maxStale;     // longestDelta when it came without a value
    std::optional<std::chrono::seconds> minFresh;
    std::optional<std::chrono::seconds> staleWhileRevalidate;
    std::optional<std::chrono::seconds> staleIfError;
    std::vector<std::string> noCacheFields; // no-cache="a, b"
    std::vector<std::string> privateFields; // private="a, b"

    bool operator==(const CacheControl&) const = default;
};

// Takes in one directive; `value` is absent where there was no "=". Exposed for targeted fields (RFC 9213).
void applyDirective(CacheControl& control, std::string_view name, std::optional<std::string_view> value);

CacheControl parseCacheControl(std::string_view value);
CacheControl responseCacheControl(const HeaderMap& response);
// With "Pragma: no-cache" in its place where there is no Cache-Control (section 5.4).
CacheControl requestCacheControl(const HeaderMap& request);

// 1*DIGIT, capped at longestDelta; anything else is nothing.
std::optional<std::chrono::seconds> parseDelta(std::string_view text);

// Section 5.1: the first member of the list; nothing when that is not a count of seconds.
std::optional<std::chrono::seconds> parseAge(const HeaderMap& response);

// Section 5.3: nothing without the field; a time long past when it is malformed or given twice differently.
std::optional<std::chrono::sys_seconds> parseExpires(const HeaderMap& response, std::chrono::sys_seconds now);

} // namespace weir::http
