// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/http/header_map.h"
#include "core/uri/url.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::workload {

// One user's cookies: of RFC 6265 the name and value, Path, Domain of the target itself or a parent of it, Expires,
// Max-Age and Secure. At most 50 of 4 KiB each, the oldest make room. A value; times are given, it has no clock.
class CookieJar {
public:
    static constexpr std::size_t mostCookies = 50;
    static constexpr std::size_t longestCookie = 4096;

    // Takes over what the reply from `url` sets.
    void store(const uri::Url& url, const http::HeaderMap& headers, base::WallTime now);
    // What a request to `url` sends: "a=1; b=2", longer paths first; empty without any.
    std::string header(const uri::Url& url, base::WallTime now) const;

    std::size_t size() const { return m_cookies.size(); }
    void clear() { m_cookies.clear(); }

private:
    struct Cookie {
        std::string name;
        std::string value;
        std::string domain;
        std::string path;
        bool hostOnly = true;
        bool secure = false;
        std::optional<base::WallTime> expires;
    };
    static std::optional<Cookie> parse(std::string_view line, const uri::Url& url, base::WallTime now);
    static bool readAttribute(Cookie& cookie, std::string_view name, std::string_view value, base::WallTime now);
    static bool matches(const Cookie& cookie, const uri::Url& url, base::WallTime now);
    void put(Cookie cookie, base::WallTime now);

    std::vector<Cookie> m_cookies; // in the order of their making
};

} // namespace weir::workload
