// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/order_desk.h"

#include "core/base/clock.h"
#include "core/http/media_type.h"
#include "core/origin/resource.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <optional>

namespace weir::origin {

namespace {

std::optional<std::int64_t> wholeNumber(const boost::json::object& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    return value && value->is_int64() ? std::optional(value->get_int64()) : std::nullopt;
}

http::Response unprocessable(std::string_view message)
{
    return errorResponse(422, "invalid_order", message);
}

} // namespace

http::Response OrderDesk::place(const http::Request& request)
{
    const auto type = request.headers.get("Content-Type");
    if (type && !http::mediaTypeMatches(*type, "application/*json"))
        return errorResponse(415, "unsupported_media_type", "An order is application/json.");
    const auto text = request.body.bytes();
    if (!text)
        return errorResponse(413, "too_large", "An order is not that long.");
    boost::system::error_code error;
    const auto value = boost::json::parse(*text, error);
    if (error)
        return errorResponse(400, "invalid_json", "The body is not valid JSON.");
    const auto* order = value.if_object();
    if (!order)
        return unprocessable("An order is an object.");
    const auto id = wholeNumber(*order, "product");
    const auto* product = id && *id >= 1 && *id <= Shop::productCount ? m_shop->product(static_cast<int>(*id))
                                                                      : nullptr;
    if (!product)
        return unprocessable("product has to be the number of a product.");
    const auto quantity = wholeNumber(*order, "quantity");
    if (!quantity || *quantity < 1 || *quantity > 100)
        return unprocessable("quantity has to be from 1 to 100.");
    return accept(*product, *quantity);
}

http::Response OrderDesk::accept(const Product& product, std::int64_t quantity)
{
    const int id = m_nextId++;
    const auto total = product.priceCents * quantity;
    auto json = fmt::format(R"({{"order":{},"status":"accepted","placed_at":"{}",)"
                            R"("lines":[{{"product":{},"name":"{}","quantity":{},"unit_price":{}.{:02}}}],)"
                            R"("total":{}.{:02},"currency":"EUR"}})",
                            id, base::rfc3339(base::WallClock::now()), product.id, product.name, quantity,
                            product.priceCents / 100, product.priceCents % 100, total / 100, total % 100);
    m_recent.push_back(http::makeBytes(std::move(json)));
    if (m_recent.size() > kept)
        m_recent.pop_front();

    http::Response response;
    response.status = 201;
    response.headers.add("Content-Type", "application/json; charset=utf-8");
    response.headers.add("Location", fmt::format("/orders/{}", id));
    response.headers.add("Cache-Control", "no-store");
    response.body = http::Body(m_recent.back());
    return response;
}

http::Bytes OrderDesk::find(int id) const
{
    const auto age = static_cast<std::int64_t>(m_nextId) - id; // 1: the latest
    if (age < 1 || age > static_cast<std::int64_t>(m_recent.size()))
        return nullptr;
    return m_recent[m_recent.size() - static_cast<std::size_t>(age)];
}

} // namespace weir::origin
