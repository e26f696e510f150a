// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/service.h"

#include "core/origin/latency.h"

#include <fmt/format.h>

namespace weir::origin {

namespace {

constexpr int reportFactor = 5;
constexpr int defaultLimit = 20;
constexpr int largestLimit = 100;

http::Response notFound()
{
    return errorResponse(404, "not_found", "There is nothing here.");
}

http::Response methodNotAllowed(std::string_view allowed)
{
    auto response = errorResponse(405, "method_not_allowed", fmt::format("Use {}.", allowed));
    response.headers.add("Allow", allowed);
    return response;
}

http::Response respondIfAny(const http::Request& request, const Resource* resource)
{
    return resource ? respond(request, *resource) : notFound();
}

Resource healthPage()
{
    Caching caching;
    caching.control = "no-store";
    caching.tagged = false;
    return makeResource(R"({"status":"ok"})", caching);
}

bool isKnown(const Target& target)
{
    const auto first = target.segments[0];
    if (target.count == 1)
        return first == "products" || first == "search" || first == "orders" || first == "health";
    if (target.count == 2)
        return first == "products" || first == "orders" || target.is("reports", "sales");
    return target.count == 3 && first == "customers" && target.segments[2] == "orders";
}

} // namespace

Service::Service(net::IoContext& context, std::shared_ptr<const Shop> shop, const settings::OriginSettings& settings)
    : m_shop(shop)
    , m_pages(shop)
    , m_orders(shop)
    , m_pauses(context)
    , m_slots(context.get_executor())
    , m_health(healthPage())
{
    replace(std::move(shop), static_cast<std::uint64_t>(settings.seed));
    apply(settings);
}

void Service::apply(const settings::OriginSettings& settings)
{
    m_settings = settings;
    m_pages.setBodyBytes(static_cast<std::size_t>(settings.bodyBytes));
    m_slots.setLimit(settings.concurrency);
}

void Service::replace(std::shared_ptr<const Shop> shop, std::uint64_t seed)
{
    m_shop = shop;
    m_pages = Pages(shop);
    m_pages.setBodyBytes(static_cast<std::size_t>(m_settings.bodyBytes));
    m_orders = OrderDesk(std::move(shop));
    const base::Random seeded(seed);
    m_latencies = seeded.split(11);
    m_errors = seeded.split(12);
}

void Service::close()
{
    m_pauses.close();
    m_slots.close();
}

net::Task<http::Response> Service::handle(http::Request& request, http::Client&)
{
    const auto target = parseTarget(request.target);
    if (!target.is("health")) {
        const auto fate = draw(target);
        const bool free = fate.latency == base::Nanos::zero() && m_slots.tryTake();
        if (free) {
            m_slots.giveBack(); // no time passes in the slot
        } else {
            const bool worked = co_await work(fate.latency);
            if (!worked)
                co_return errorResponse(503, "ending", "The origin is being shut down.");
        }
        if (fate.fails)
            co_return errorResponse(500, "internal_error", "The origin was told to fail at times.");
    }
    co_return answer(request, target);
}

Service::Fate Service::draw(const Target& target)
{
    Fate fate;
    fate.fails = m_errors.unit() < m_settings.errorRatio;
    if (m_settings.latencyMs > 0)
        fate.latency = drawLatency(m_settings, m_latencies) * (target.is("reports", "sales") ? reportFactor : 1);
    return fate;
}

// The latency runs while the slot is held, as work does.
net::Task<bool> Service::work(base::Nanos latency)
{
    const bool taken = co_await m_slots.take();
    if (!taken)
        co_return false;
    bool worked = true;
    if (latency > base::Nanos::zero())
        worked = co_await m_pauses.until(base::now() + latency);
    m_slots.giveBack();
    co_return worked;
}

http::Response Service::answer(const http::Request& request, const Target& target)
{
    if (!isKnown(target))
        return notFound();
    if (target.is("orders"))
        return request.method == "POST" ? m_orders.place(request) : methodNotAllowed("POST");
    if (request.method != "GET" && !request.isHead())
        return methodNotAllowed("GET, HEAD");
    return answerGet(request, target);
}

http::Response Service::answerGet(const http::Request& request, const Target& target)
{
    const auto first = target.segments[0];
    if (first == "products" && target.count == 2)
        return respondIfAny(request, m_shop->productPage(positiveNumber(target.segments[1]).value_or(0)));
    if (first == "products")
        return list(request, target);
    if (first == "search")
        return search(request, target);
    if (first == "customers")
        return respondIfAny(request, m_shop->customerOrders(positiveNumber(target.segments[1]).value_or(0)));
    if (first == "orders")
        return placedOrder(target);
    return respond(request, first == "health" ? m_health : m_pages.report());
}

http::Response Service::list(const http::Request& request, const Target& target)
{
    const auto page = positiveNumber(queryValue(target.query, "page").value_or("1"));
    const auto limit = positiveNumber(queryValue(target.query, "limit").value_or(std::to_string(defaultLimit)));
    if (!page || *page > 1'000'000)
        return errorResponse(400, "invalid_page", "page has to be a number from 1 up.");
    if (!limit || *limit > largestLimit)
        return errorResponse(400, "invalid_limit", "limit has to be from 1 to 100.");
    return respond(request, m_pages.list(*page, *limit));
}

http::Response Service::search(const http::Request& request, const Target& target)
{
    const auto query = queryValue(target.query, "q");
    if (!query || query->empty() || query->size() > 100)
        return errorResponse(400, "invalid_query", "q has to be from 1 to 100 characters.");
    const auto number = positiveNumber(*query);
    return respond(request, m_pages.search(number ? m_shop->term(*number) : *query));
}

http::Response Service::placedOrder(const Target& target)
{
    const auto json = m_orders.find(positiveNumber(target.segments[1]).value_or(0));
    if (!json)
        return notFound();
    http::Response response;
    response.headers.add("Content-Type", "application/json; charset=utf-8");
    response.headers.add("Cache-Control", "private, no-cache");
    response.body = http::Body(json);
    return response;
}

} // namespace weir::origin
