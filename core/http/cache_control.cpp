// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/cache_control.h"

#include "core/base/strings.h"
#include "core/http/date.h"

#include <algorithm>

namespace weir::http {

using base::equalsIgnoringCase;
using base::trimmed;
using std::chrono::seconds;
using std::chrono::sys_seconds;
using Value = std::optional<std::string_view>;

std::optional<seconds> parseDelta(std::string_view text)
{
    if (text.empty())
        return std::nullopt;
    std::int64_t count = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return std::nullopt;
        count = std::min<std::int64_t>(count * 10 + (c - '0'), longestDelta.count());
    }
    return seconds{count};
}

namespace {

// The text inside the quotes, without undoing backslashes: no directive has a value that needs them.
std::string_view unquoted(std::string_view text)
{
    const bool isQuoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
    return isQuoted ? text.substr(1, text.size() - 2) : text;
}

// Takes the first member off a list whose commas may stand inside quotes.
std::string_view takeMember(std::string_view& list)
{
    bool isQuoted = false;
    std::size_t end = 0;
    for (; end < list.size() && (isQuoted || list[end] != ','); ++end) {
        if (list[end] == '"')
            isQuoted = !isQuoted;
        else if (isQuoted && list[end] == '\\' && end + 1 < list.size())
            ++end;
    }
    const std::string_view member = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    return member;
}

void setLifetime(std::optional<seconds>& lifetime, Value value)
{
    const seconds given = value ? parseDelta(unquoted(*value)).value_or(seconds::zero()) : seconds::zero();
    lifetime = lifetime && *lifetime != given ? seconds::zero() : given;
}

void setAllowance(std::optional<seconds>& allowance, Value value)
{
    if (const auto given = value ? parseDelta(unquoted(*value)) : std::nullopt)
        allowance = allowance ? std::min(*allowance, *given) : *given;
}

void setMaxStale(CacheControl& control, Value value)
{
    if (value)
        setAllowance(control.maxStale, value);
    else if (!control.maxStale)
        control.maxStale = longestDelta;
}

// no-cache and private: for the whole reply, or for the fields they name.
void setScope(bool& whole, std::vector<std::string>& fields, Value value)
{
    const std::string_view names = unquoted(value.value_or(""));
    const std::size_t before = fields.size();
    for (const std::string_view field : base::split(names, ','))
        if (!field.empty())
            fields.push_back(base::lowered(field));
    whole = whole || fields.size() == before
        || names.find('"') != names.npos; // a quote left open: the cautious reading
}

struct FlagRow {
    std::string_view name;
    bool CacheControl::*flag;
};

constexpr FlagRow flags[] = {
    {"no-store", &CacheControl::noStore},
    {"public", &CacheControl::isPublic},
    {"must-revalidate", &CacheControl::mustRevalidate},
    {"proxy-revalidate", &CacheControl::proxyRevalidate},
    {"must-understand", &CacheControl::mustUnderstand},
    {"no-transform", &CacheControl::noTransform},
    {"only-if-cached", &CacheControl::onlyIfCached},
    {"immutable", &CacheControl::immutable},
};

struct DeltaRow {
    std::string_view name;
    std::optional<seconds> CacheControl::*delta;
    void (*set)(std::optional<seconds>&, Value);
};

constexpr DeltaRow deltas[] = {
    {"max-age", &CacheControl::maxAge, setLifetime},
    {"s-maxage", &CacheControl::sharedMaxAge, setLifetime},
    {"min-fresh", &CacheControl::minFresh, setAllowance},
    {"stale-while-revalidate", &CacheControl::staleWhileRevalidate, setAllowance},
    {"stale-if-error", &CacheControl::staleIfError, setAllowance},
};

void readDirectives(CacheControl& control, std::string_view list)
{
    while (!list.empty()) {
        const std::string_view member = trimmed(takeMember(list));
        const std::size_t equals = member.find('=');
        if (equals == member.npos) {
            applyDirective(control, member, std::nullopt);
            continue;
        }
        // Blanks around "=" are not allowed; they make the value malformed, which is the cautious reading.
        const std::string_view name = trimmed(member.substr(0, equals));
        applyDirective(control, name, name.size() == equals ? member.substr(equals + 1) : std::string_view{});
    }
}

CacheControl readAll(const HeaderMap& headers)
{
    CacheControl control;
    headers.forEach("Cache-Control", [&](std::string_view value) { readDirectives(control, value); });
    return control;
}

} // namespace

void applyDirective(CacheControl& control, std::string_view name, Value value)
{
    for (const FlagRow& row : flags)
        if (equalsIgnoringCase(name, row.name))
            control.*row.flag = true;
    for (const DeltaRow& row : deltas)
        if (equalsIgnoringCase(name, row.name))
            row.set(control.*row.delta, value);
    if (equalsIgnoringCase(name, "max-stale"))
        setMaxStale(control, value);
    else if (equalsIgnoringCase(name, "no-cache"))
        setScope(control.noCache, control.noCacheFields, value);
    else if (equalsIgnoringCase(name, "private"))
        setScope(control.isPrivate, control.privateFields, value);
}

CacheControl parseCacheControl(std::string_view value)
{
    CacheControl control;
    readDirectives(control, value);
    return control;
}

CacheControl responseCacheControl(const HeaderMap& response)
{
    return readAll(response);
}

CacheControl requestCacheControl(const HeaderMap& request)
{
    CacheControl control = readAll(request);
    if (!request.contains("Cache-Control"))
        control.noCache = request.listContains("Pragma", "no-cache");
    return control;
}

std::optional<seconds> parseAge(const HeaderMap& response)
{
    const std::string_view first = response.get("Age").value_or("");
    return parseDelta(trimmed(first.substr(0, first.find(','))));
}

std::optional<sys_seconds> parseExpires(const HeaderMap& response, sys_seconds now)
{
    constexpr sys_seconds longPast{};
    std::optional<sys_seconds> expires;
    response.forEach("Expires", [&](std::string_view value) {
        const sys_seconds given = parseDate(trimmed(value), now).value_or(longPast);
        expires = expires && *expires != given ? longPast : given;
    });
    return expires;
}

} // namespace weir::http
