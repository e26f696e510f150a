// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as the header of a request and, behind an empty line, of its reply, taken through storing, look-up and
// revalidation. Whatever they say, hard rules hold.
#include "core/base/strings.h"
#include "core/cache/invalidation.h"
#include "core/cache/policy.h"
#include "core/cache/store.h"
#include "core/cache/targeted_control.h"
#include "core/cache/validation.h"
#include "core/http/negotiation.h"

#include <cstdlib>

using namespace weir;
using namespace weir::cache;
using namespace std::chrono_literals;

static void require(bool holds)
{
    if (!holds)
        std::abort();
}

static http::HeaderMap readFields(std::string_view text)
{
    http::HeaderMap headers;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (const auto colon = line.find(':'); colon != line.npos && colon > 0)
            headers.add(line.substr(0, colon), base::trimmed(line.substr(colon + 1)));
    }
    return headers;
}

static void reuse(const StoredResponse& stored, const Arrival& arrival, const Rules& rules)
{
    const http::CacheControl wishes = http::requestCacheControl(arrival.request);
    for (const Duration later : {0ms, 1500ms, 100000000ms}) {
        const Time now = arrival.responseTime + later;
        const Reuse decided = decideReuse(stored, wishes, now, rules);
        require(decided != Reuse::Fresh || isFresh(stored.freshness, now));
        require(!wishes.noCache || decided == Reuse::Revalidate || decided == Reuse::Forbidden);
        require(ageSeconds(stored, now) >= 0);
        static_cast<void>(mayServeOnError(stored, wishes, now, rules));
    }
}

static void revalidate(const StoredResponse& stored, const Arrival& arrival, const Rules& rules)
{
    http::HeaderMap request = arrival.request;
    addPreconditions(request, stored);
    require(request.count("If-None-Match") == (stored.headers.contains("ETag") ? 1u : 0u));
    require(validates(notModifiedHeaders(stored.headers), stored));
    const auto updated = updateFromNotModified(stored, arrival, rules);
    require(updated.body == stored.body && updated.vary == stored.vary);
    require(updated.headers.get("Content-Length") == stored.headers.get("Content-Length"));
    for (const std::string_view hop : {"Connection", "Transfer-Encoding", "Age", "Proxy-Authenticate"})
        require(!stored.headers.contains(hop) && !updated.headers.contains(hop));
}

static void keep(const Arrival& arrival, const Rules& rules)
{
    if (mayStore("GET", arrival, true, rules) != Storing::Allowed)
        return;
    const auto stored = std::make_shared<const StoredResponse>(makeStored(arrival, http::makeBytes("body"), rules));
    Store store{100000};
    const bool isKept = store.put("key", stored);
    require(!isKept || store.find("key", arrival.request).response == stored);
    reuse(*stored, arrival, rules);
    revalidate(*stored, arrival, rules);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto middle = text.find("\n\n");
    const http::HeaderMap request = readFields(text.substr(0, middle));
    const http::HeaderMap response = readFields(middle == text.npos ? text : text.substr(middle + 2));
    const Time arrived{1769860800000ms};
    const Arrival arrival{request, 200, response, arrived - 5ms, arrived};

    Rules heuristic;
    heuristic.heuristics = true;
    heuristic.defaultTtl = 10s;
    Rules ofABrowser;
    ofABrowser.isShared = false;
    for (const Rules& rules : {Rules{}, heuristic, ofABrowser})
        keep(arrival, rules);

    static_cast<void>(isNotModified(request, 200, response, arrived));
    static_cast<void>(http::chooseCoding(request, settings::CodecChoice::Auto));
    static_cast<void>(parseTargetedControl(text));
    const uri::Url target = *uri::parseUrl("http://h/x");
    for (const std::string& key : invalidatedKeys("POST", target, 201, response))
        require(key.starts_with("http://h/"));
    return 0;
}
