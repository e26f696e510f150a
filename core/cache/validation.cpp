// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/validation.h"

#include "core/base/strings.h"
#include "core/http/date.h"

#include <algorithm>
#include <array>

namespace weir::cache {

using base::trimmed;
using http::HeaderField;
using http::HeaderMap;
using std::chrono::seconds;
using std::chrono::sys_seconds;

bool hasValidator(const HeaderMap& response)
{
    return response.contains("ETag") || response.contains("Last-Modified");
}

void addPreconditions(HeaderMap& request, const StoredResponse& stored)
{
    for (const std::string_view name :
         {"If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range"})
        request.remove(name);
    if (const auto etag = stored.headers.get("ETag"))
        request.add("If-None-Match", *etag);
    if (const auto modified = stored.headers.get("Last-Modified"))
        request.add("If-Modified-Since", *modified);
}

static std::string_view opaqueTag(std::string_view etag)
{
    etag = trimmed(etag);
    return etag.starts_with("W/") ? etag.substr(2) : etag;
}

bool weaklyEqual(std::string_view etagA, std::string_view etagB)
{
    return opaqueTag(etagA) == opaqueTag(etagB);
}

// Takes the first member off a list of entity tags; a comma may stand inside the quotes, which know no escapes.
static std::string_view takeTag(std::string_view& list)
{
    bool isQuoted = false;
    std::size_t end = 0;
    for (; end < list.size() && (isQuoted || list[end] != ','); ++end)
        isQuoted = isQuoted != (list[end] == '"');
    const std::string_view tag = trimmed(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    return tag;
}

// RFC 9110, section 13.1.2.
static bool isNamed(std::string_view list, std::optional<std::string_view> etag)
{
    while (!list.empty()) {
        const std::string_view tag = takeTag(list);
        if (tag == "*" || (etag && !tag.empty() && weaklyEqual(tag, *etag)))
            return true;
    }
    return false;
}

// What If-Modified-Since is compared with (RFC 9111, section 4.3.2): Last-Modified, else Date, else the arrival.
static sys_seconds modificationTime(const HeaderMap& response, Time responseTime)
{
    for (const std::string_view name : {"Last-Modified", "Date"})
        if (const auto time = http::parseDate(trimmed(response.get(name).value_or(""))))
            return *time;
    return std::chrono::floor<seconds>(responseTime);
}

bool isNotModified(const HeaderMap& request, int status, const HeaderMap& response, Time responseTime)
{
    if (status < 200 || status > 299)
        return false;
    if (request.contains("If-None-Match")) {
        bool isHeld = false;
        request.forEach("If-None-Match",
                        [&](std::string_view list) { isHeld = isHeld || isNamed(list, response.get("ETag")); });
        return isHeld;
    }
    if (request.count("If-Modified-Since") != 1)
        return false;
    const auto since = http::parseDate(trimmed(*request.get("If-Modified-Since")));
    return since && modificationTime(response, responseTime) <= *since;
}

HeaderMap notModifiedHeaders(const HeaderMap& response)
{
    constexpr std::array<std::string_view, 7> kept{
        "Cache-Control", "CDN-Cache-Control", "Content-Location", "Date", "ETag", "Expires", "Vary"};
    HeaderMap headers;
    for (const HeaderField field : response)
        if (std::ranges::any_of(kept, [&](std::string_view name) { return base::equalsIgnoringCase(name, field.name); })
            || (base::equalsIgnoringCase(field.name, "Last-Modified") && !response.contains("ETag")))
            headers.add(field.name, field.value);
    return headers;
}

bool validates(const HeaderMap& notModified, const StoredResponse& stored)
{
    if (const auto etag = notModified.get("ETag")) {
        const auto own = stored.headers.get("ETag");
        return own && weaklyEqual(*etag, *own);
    }
    const auto modified = notModified.get("Last-Modified");
    const auto own = stored.headers.get("Last-Modified");
    return !modified || !own || trimmed(*modified) == trimmed(*own);
}

// Section 3.2: fields that describe bytes which the 304 did not bring.
static HeaderMap updatesOf(const Arrival& notModified, const Rules& rules)
{
    HeaderMap updates = notModified.response;
    dropUnstorable(updates, directivesOf(updates, rules).control, rules.isShared);
    for (const std::string_view name : {"Content-Encoding", "Content-Length", "Content-Range", "Content-Type"})
        updates.remove(name);
    if (!updates.contains("Date"))
        updates.add("Date", http::formatDate(std::chrono::floor<seconds>(notModified.responseTime)));
    return updates;
}

StoredResponse updateFromNotModified(const StoredResponse& stored, const Arrival& notModified, const Rules& rules)
{
    const HeaderMap updates = updatesOf(notModified, rules);
    StoredResponse updated = stored;
    for (const HeaderField field : updates)
        updated.headers.remove(field.name);
    for (const HeaderField field : updates)
        updated.headers.add(field.name, field.value);
    if (const auto age = notModified.response.get("Age"))
        updated.headers.set("Age", *age); // for the reckoning only
    updated.freshness = freshnessOf(stored.status, updated.headers, notModified.requestTime, notModified.responseTime,
                                    rules);
    updated.headers.remove("Age");
    return updated;
}

} // namespace weir::cache
