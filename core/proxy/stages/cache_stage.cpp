// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/stages/cache_stage.h"

#include "core/cache/invalidation.h"
#include "core/cache/key.h"
#include "core/cache/validation.h"
#include "core/proxy/kept_body.h"
#include "core/proxy/outcome.h"
#include "core/proxy/services/services.h"

#include <fmt/format.h>

#include <charconv>

namespace weir::proxy {

namespace {

cache::Time wallNow()
{
    return cache::toTime(base::WallClock::now());
}

void setNumber(http::HeaderMap& headers, std::string_view name, long long number)
{
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    headers.set(name, std::string_view(digits, end));
}

http::Response notCached(Exchange& exchange)
{
    exchange.cache = metrics::CacheStatus::Miss;
    exchange.cacheKey.clear();
    return http::plainResponse(504, "The cache holds no reply that may be used, and only-if-cached was asked.\n");
}

// RFC 5861 section 4: what a stale reply may stand in for. Not for what we ended ourselves.
bool isTargetsFailure(const Exchange& exchange, const http::Response& response)
{
    const int status = response.status;
    return exchange.outcome != metrics::Outcome::Cancelled
        && (exchange.outcome != metrics::Outcome::Ok || status == 500 || (status >= 502 && status <= 504));
}

// Where a request has a Host of its own, that is whom it is for: the same path means something else there.
uri::Url urlOf(const Exchange& exchange, const upstream::Target& target)
{
    auto url = target.url;
    const auto host = exchange.hasOwnHost ? exchange.request.headers.get("Host") : std::nullopt;
    if (!host)
        return url;
    if (const auto named = uri::parseAbsoluteForm(fmt::format("{}://{}", url.scheme, *host)))
        return *named;
    url.host = *host; // odd, and all the same another's
    return url;
}

// What a reply's coding depends on is the proxy's Accept-Encoding, not the client's, unless it was left coded.
bool ignoresCoding(const http::Response& response)
{
    return !response.headers.contains("Content-Encoding");
}

// Room for Age here and Vary, Content-Encoding and a weak ETag further out, so that the copy grows no more.
constexpr std::size_t addedFields = 4;
constexpr std::size_t addedBytes = 96;

// No single reply may push out most of the others.
constexpr std::size_t largestShare = 4;

} // namespace

CacheStage::CacheStage(const settings::CacheSettings& settings, Services& services)
    : m_rules(cache::rulesOf(settings))
    , m_largest(static_cast<std::size_t>(settings.capacityBytes) / largestShare)
    , m_services(services)
{
}

net::Task<http::Response> CacheStage::handle(Exchange& exchange, Next next)
{
    const auto& request = exchange.request;
    // A body means nothing to the cache, but the target that reads it may answer by it (RFC 9110, 9.3.1).
    if (!request.body.isEmpty() || !cache::mayLookUp(request.method, request.headers))
        co_return co_await passBy(exchange, next);

    exchange.cacheKey.clear();
    const auto& target = m_services.cluster.pool(0).target();
    if (exchange.hasOwnHost)
        cache::appendKey(exchange.cacheKey, target.url.scheme, urlOf(exchange, target).authority(), target.basePath);
    else
        cache::appendKey(exchange.cacheKey, target.url.scheme, target.authority, target.basePath);
    exchange.cacheKey.append(request.target);
    const auto found = m_services.store.find(exchange.cacheKey, request.headers);
    if (!found.response) {
        if (http::requestCacheControl(request.headers).onlyIfCached)
            co_return notCached(exchange);
        co_return co_await fetch(exchange, next, nullptr);
    }

    const auto now = wallNow();
    switch (cache::decideReuse(*found.response, http::requestCacheControl(request.headers), now, m_rules)) {
    case cache::Reuse::Fresh:
        exchange.cache = metrics::CacheStatus::Hit;
        co_return answer(exchange, *found.response, now);
    case cache::Reuse::Stale:
        exchange.cache = metrics::CacheStatus::Stale;
        co_return answer(exchange, *found.response, now);
    case cache::Reuse::Forbidden: co_return notCached(exchange);
    case cache::Reuse::StaleWhileRevalidate: // revalidated in the foreground: the client waits, but is never wrong
    case cache::Reuse::Revalidate: break;
    }
    co_return co_await fetch(exchange, next, found.response);
}

// From the target; `stale` is what a 304 would confirm, or null.
net::Task<http::Response> CacheStage::fetch(Exchange& exchange, const Next& next, cache::StoredPtr stale) const
{
    const bool revalidates = stale && cache::hasValidator(stale->headers);
    http::HeaderMap asked;
    if (revalidates) {
        asked = exchange.request.headers;
        cache::addPreconditions(exchange.request.headers, *stale);
    }
    const auto sent = wallNow();
    exchange.cache = metrics::CacheStatus::Miss;
    auto response = co_await next(exchange);
    const auto received = wallNow();

    if (revalidates && response.status == 304 && cache::validates(response.headers, *stale)) {
        const cache::Arrival arrival = {exchange.request.headers, 304, response.headers, sent, received};
        auto updated = std::make_shared<cache::StoredResponse>(cache::updateFromNotModified(*stale, arrival, m_rules));
        m_services.store.put(exchange.cacheKey, updated);
        exchange.cache = metrics::CacheStatus::Revalidated;
        std::swap(exchange.request.headers, asked);
        co_return answer(exchange, *updated, received);
    }
    if (revalidates && response.status == 304) { // of a reply we do not hold: ask again, without preconditions
        std::swap(exchange.request.headers, asked);
        co_return co_await fetch(exchange, next, nullptr);
    }
    if (stale && isTargetsFailure(exchange, response)
        && cache::mayServeOnError(*stale, http::requestCacheControl(exchange.request.headers), received, m_rules)) {
        if (revalidates)
            std::swap(exchange.request.headers, asked);
        exchange.outcome = metrics::Outcome::Ok;
        exchange.failure.clear();
        exchange.cache = metrics::CacheStatus::Stale;
        co_return answer(exchange, *stale, received);
    }
    keep(exchange, response, sent, received);
    co_return response;
}

net::Task<http::Response> CacheStage::passBy(Exchange& exchange, const Next& next) const
{
    exchange.cache = metrics::CacheStatus::Bypass;
    auto response = co_await next(exchange);
    if (exchange.outcome != metrics::Outcome::Ok || exchange.request.method == "GET" || exchange.request.isHead())
        co_return response;
    const auto& target = m_services.cluster.pool(0).target();
    auto url = urlOf(exchange, target);
    url.target = target.basePath + exchange.request.target;
    for (const auto& key : cache::invalidatedKeys(exchange.request.method, url, response.status, response.headers))
        m_services.store.remove(key);
    co_return response;
}

http::Response CacheStage::answer(Exchange& exchange, const cache::StoredResponse& stored, cache::Time now) const
{
    exchange.firstByte = exchange.clock.lastChange();
    http::Response response;
    const auto age = cache::ageSeconds(stored, now);
    if (cache::isNotModified(exchange.request.headers, stored.status, stored.headers, stored.freshness.responseTime)) {
        response.status = 304;
        response.headers = cache::notModifiedHeaders(stored.headers);
        setNumber(response.headers, "Age", age);
        return response;
    }
    response.status = stored.status;
    response.headers.reserve(stored.headers.size() + addedFields, stored.headers.byteSize() + addedBytes);
    response.headers = stored.headers;
    setNumber(response.headers, "Age", age);
    if (exchange.request.isHead())
        setNumber(response.headers, "Content-Length", static_cast<long long>(stored.body ? stored.body->size() : 0));
    else if (stored.body && stored.body->size() > 0)
        response.body = http::Body{stored.body};
    return response;
}

// Puts the reply into the store if it may be there; a stream is kept as it passes.
void CacheStage::keep(Exchange& exchange, http::Response& response, cache::Time sent, cache::Time received) const
{
    const cache::Arrival arrival{exchange.request.headers, response.status, response.headers, sent, received};
    const bool isComplete = exchange.outcome == metrics::Outcome::Ok;
    const auto verdict = cache::mayStore(exchange.request.method, arrival, isComplete, m_rules);
    if (verdict != cache::Storing::Allowed) {
        // Not a question of this one reply having been absent: the next will not be there either.
        if (isComplete)
            exchange.cache = metrics::CacheStatus::Bypass;
        exchange.cacheKey.clear();
        return;
    }
    if (response.body.source()) {
        const auto length = response.body.length();
        if (length.value_or(0) <= m_largest) {
            auto stored = cache::makeStored(arrival, nullptr, m_rules, ignoresCoding(response));
            response.body = http::Body{std::make_unique<KeptBody>(exchange, response.body.takeSource(),
                                                                  std::move(stored), m_services.store, m_largest,
                                                                  length.value_or(0)),
                                       length};
        }
        exchange.cacheKey.clear();
        return;
    }
    auto body = response.body.shared();
    if (!body)
        body = http::makeBytes({});
    if (body->size() <= m_largest)
        m_services.store.put(exchange.cacheKey,
                             std::make_shared<cache::StoredResponse>(
                                 cache::makeStored(arrival, body, m_rules, ignoresCoding(response))));
    else
        exchange.cacheKey.clear();
}

} // namespace weir::proxy
