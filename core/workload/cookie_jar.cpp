// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/cookie_jar.h"

#include "core/base/strings.h"
#include "core/http/date.h"
#include "core/uri/host_name.h"

#include <algorithm>
#include <chrono>

namespace weir::workload {

static std::string_view pathOf(std::string_view target)
{
    return target.substr(0, target.find('?'));
}

// RFC 6265 5.1.4: up to the last slash, without it.
static std::string defaultPath(std::string_view target)
{
    const auto path = pathOf(target);
    const auto slash = path.rfind('/');
    return slash == path.npos || slash == 0 ? "/" : std::string{path.substr(0, slash)};
}

static bool isBelow(std::string_view path, std::string_view parent)
{
    return path.starts_with(parent)
        && (path.size() == parent.size() || parent.ends_with('/') || path[parent.size()] == '/');
}

constexpr std::chrono::hours longestLife{400 * 24}; // RFC 6265bis; later dates would not fit into the clock either

// False: the cookie is not to be kept at all.
bool CookieJar::readAttribute(Cookie& cookie, std::string_view name, std::string_view value, base::WallTime now)
{
    if (base::equalsIgnoringCase(name, "Max-Age")) {
        constexpr long long longest = std::chrono::seconds{longestLife}.count();
        if (const auto seconds = base::parseInteger(value))
            cookie.expires = now + std::chrono::seconds{std::clamp(*seconds, 0LL, longest)};
    } else if (base::equalsIgnoringCase(name, "Domain") && !value.empty()) {
        const auto domain = base::lowered(value.substr(value.starts_with('.') ? 1 : 0));
        if (!uri::isWithinDomain(cookie.domain, domain) || domain.find('.') == domain.npos)
            return cookie.domain == domain; // somebody else's, or a whole top-level domain's
        cookie.hostOnly = false;
        cookie.domain = domain;
    } else if (base::equalsIgnoringCase(name, "Path") && value.starts_with('/')) {
        cookie.path = value;
    } else if (base::equalsIgnoringCase(name, "Secure")) {
        cookie.secure = true;
    }
    return true;
}

std::optional<CookieJar::Cookie> CookieJar::parse(std::string_view line, const uri::Url& url, base::WallTime now)
{
    const auto parts = base::split(line, ';');
    const auto equals = parts.front().find('=');
    if (equals == line.npos || equals == 0 || line.size() > longestCookie)
        return std::nullopt;
    Cookie cookie;
    cookie.name = base::trimmed(parts.front().substr(0, equals));
    cookie.value = base::trimmed(parts.front().substr(equals + 1));
    cookie.domain = url.host;
    cookie.path = defaultPath(url.target);
    bool hasAge = false; // it wins over Expires, wherever it stands
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const auto at = std::min(parts[i].find('='), parts[i].size());
        const auto name = base::trimmed(parts[i].substr(0, at));
        const auto value = base::trimmed(parts[i].substr(std::min(at + 1, parts[i].size())));
        hasAge = hasAge || base::equalsIgnoringCase(name, "Max-Age");
        if (base::equalsIgnoringCase(name, "Expires")) {
            if (const auto date = hasAge ? std::nullopt : http::parseDate(value))
                cookie.expires = std::clamp(*date, std::chrono::sys_seconds{},
                                            std::chrono::floor<std::chrono::seconds>(now + longestLife));
        } else if (!readAttribute(cookie, name, value, now)) {
            return std::nullopt;
        }
    }
    if (cookie.secure && !url.isSecure())
        return std::nullopt;
    return cookie;
}

void CookieJar::put(Cookie cookie, base::WallTime now)
{
    std::erase_if(m_cookies, [&](const auto& old) {
        return (old.name == cookie.name && old.domain == cookie.domain && old.path == cookie.path)
            || (old.expires && *old.expires <= now);
    });
    if (cookie.expires && *cookie.expires <= now)
        return; // that is how cookies are taken back
    if (m_cookies.size() == mostCookies)
        m_cookies.erase(m_cookies.begin());
    m_cookies.push_back(std::move(cookie));
}

void CookieJar::store(const uri::Url& url, const http::HeaderMap& headers, base::WallTime now)
{
    headers.forEach("Set-Cookie", [&](std::string_view line) {
        if (auto cookie = parse(line, url, now))
            put(*std::move(cookie), now);
    });
}

bool CookieJar::matches(const Cookie& cookie, const uri::Url& url, base::WallTime now)
{
    const bool isHost = cookie.hostOnly ? url.host == cookie.domain : uri::isWithinDomain(url.host, cookie.domain);
    return isHost && isBelow(pathOf(url.target), cookie.path) && (!cookie.secure || url.isSecure())
        && (!cookie.expires || *cookie.expires > now);
}

std::string CookieJar::header(const uri::Url& url, base::WallTime now) const
{
    std::vector<const Cookie*> fitting;
    for (const auto& cookie : m_cookies)
        if (matches(cookie, url, now))
            fitting.push_back(&cookie);
    std::ranges::stable_sort(fitting, std::greater{}, [](const auto* cookie) { return cookie->path.size(); });
    std::string text;
    for (const auto* cookie : fitting)
        text += (text.empty() ? "" : "; ") + cookie->name + "=" + cookie->value;
    return text;
}

} // namespace weir::workload
