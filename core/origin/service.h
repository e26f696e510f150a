// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/server.h"
#include "core/origin/order_desk.h"
#include "core/origin/pages.h"
#include "core/origin/pauses.h"
#include "core/origin/shop.h"
#include "core/origin/target.h"
#include "core/origin/work_slots.h"
#include "core/settings/origin_settings.h"

#include <memory>

namespace weir::origin {

// Answers the shop's requests, as fast and as reliably as the settings say. On the origin's thread.
class Service final : public http::RequestHandler {
public:
    Service(net::IoContext& context, std::shared_ptr<const Shop> shop, const settings::OriginSettings& settings);

    net::Task<http::Response> handle(http::Request& request, http::Client& client) override;

    void apply(const settings::OriginSettings& settings);
    // Another shop, and the latencies and errors of its seed from their beginning; orders placed are forgotten.
    void replace(std::shared_ptr<const Shop> shop, std::uint64_t seed);

    // Ends all waiting: such requests are answered 503.
    void close();

    const WorkSlots& slots() const { return m_slots; }

private:
    // What a request has coming, drawn in the order of arrival.
    struct Fate {
        base::Nanos latency{};
        bool fails = false;
    };
    Fate draw(const Target& target);
    net::Task<bool> work(base::Nanos latency);

    http::Response answer(const http::Request& request, const Target& target);
    http::Response answerGet(const http::Request& request, const Target& target);
    http::Response list(const http::Request& request, const Target& target);
    http::Response search(const http::Request& request, const Target& target);
    http::Response placedOrder(const Target& target);

    settings::OriginSettings m_settings;
    std::shared_ptr<const Shop> m_shop;
    Pages m_pages;
    OrderDesk m_orders;
    Pauses m_pauses;
    WorkSlots m_slots;
    base::Random m_latencies;
    base::Random m_errors;
    Resource m_health;
};

} // namespace weir::origin
