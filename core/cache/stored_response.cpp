// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/stored_response.h"

#include "core/base/strings.h"
#include "core/http/date.h"

#include <algorithm>
#include <array>

namespace weir::cache {

using base::equalsIgnoringCase;

// RFC 9110, section 7.6.1 names the fields of the connection; RFC 9111, section 3.1 adds those meant for a proxy.
static constexpr std::array<std::string_view, 11> unstorable{"Connection",
                                                             "Keep-Alive",
                                                             "Proxy-Connection",
                                                             "TE",
                                                             "Trailer",
                                                             "Transfer-Encoding",
                                                             "Upgrade",
                                                             "Proxy-Authenticate",
                                                             "Proxy-Authentication-Info",
                                                             "Proxy-Authorization",
                                                             "Age"};

static bool names(const auto& list, std::string_view name)
{
    return std::ranges::any_of(list, [&](std::string_view entry) { return equalsIgnoringCase(entry, name); });
}

void dropUnstorable(http::HeaderMap& response, const http::CacheControl& control, bool isShared)
{
    std::vector<std::string> named = control.noCacheFields;
    if (isShared)
        named.insert(named.end(), control.privateFields.begin(), control.privateFields.end());
    response.forEach("Connection", [&](std::string_view list) {
        for (const std::string_view member : base::split(list, ','))
            named.emplace_back(member);
    });
    response.removeIf(
        [&](const http::HeaderField& field) { return names(unstorable, field.name) || names(named, field.name); });
}

StoredResponse makeStored(const Arrival& arrival, http::Bytes body, const Rules& rules, bool ignoreCoding)
{
    StoredResponse stored;
    stored.status = arrival.status;
    stored.headers = arrival.response;
    stored.body = std::move(body);
    stored.vary = makeVaryKey(arrival.response, arrival.request, ignoreCoding);
    stored.freshness = freshnessOf(arrival.status, arrival.response, arrival.requestTime, arrival.responseTime, rules);
    dropUnstorable(stored.headers, stored.freshness.control, rules.isShared);
    if (!stored.headers.contains("Date")) // RFC 9110, section 6.6.1
        stored.headers.add("Date", http::formatDate(std::chrono::floor<std::chrono::seconds>(arrival.responseTime)));
    return stored;
}

std::size_t footprint(const StoredResponse& stored)
{
    constexpr std::size_t headerIndex = 12; // for each field
    std::size_t bytes = sizeof(StoredResponse) + stored.headers.byteSize() + stored.headers.size() * headerIndex;
    if (stored.body)
        bytes += sizeof(http::SharedBody) + stored.body->size() + stored.body->encodedBytes();
    for (const VaryField& field : stored.vary.fields)
        bytes += sizeof(VaryField) + field.name.size() + field.value.value_or("").size();
    return bytes;
}

} // namespace weir::cache
