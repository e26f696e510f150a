// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"
#include "core/origin/shop.h"

#include <cstdint>
#include <deque>
#include <memory>

namespace weir::origin {

// Takes orders and shows those it took lately. On the origin's thread.
class OrderDesk {
public:
    explicit OrderDesk(std::shared_ptr<const Shop> shop) : m_shop(std::move(shop)) {}

    // {"product": ID, "quantity": 1 to 100}: 201 with Location, or 400, 413, 415, 422.
    http::Response place(const http::Request& request);

    // Null when there is no such order, or too many came after it.
    http::Bytes find(int id) const;

private:
    static constexpr int firstId = 100001;
    static constexpr std::size_t kept = 1000;

    http::Response accept(const Product& product, std::int64_t quantity);

    std::shared_ptr<const Shop> m_shop;
    std::deque<http::Bytes> m_recent;
    int m_nextId = firstId;
};

} // namespace weir::origin
