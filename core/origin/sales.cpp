// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/sales.h"

#include "core/base/strings.h"
#include "core/origin/words.h"

#include <fmt/format.h>

namespace weir::origin {

namespace {

constexpr int reportDays = 58;

const Product& anyOf(std::span<const Product> products, base::Random& random)
{
    return products[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(products.size()) - 1))];
}

// Appends the lines of one order and returns what they come to, in cents.
std::int64_t appendLines(std::string& text, std::span<const Product> products, base::Random& random)
{
    std::int64_t total = 0;
    const auto count = random.between(1, 5);
    for (std::int64_t i = 0; i < count; ++i) {
        const auto& product = anyOf(products, random);
        const auto quantity = random.between(1, 4);
        total += quantity * product.priceCents;
        fmt::format_to(std::back_inserter(text),
                       R"({}{{"product":{},"name":"{}","quantity":{},"unit_price":{}.{:02}}})", i ? "," : "",
                       product.id, product.name, quantity, product.priceCents / 100, product.priceCents % 100);
    }
    return total;
}

void appendOrder(std::string& text, std::chrono::sys_seconds placed, std::span<const Product> products,
                 base::Random& random)
{
    static constexpr std::string_view states[] = {"delivered", "delivered", "delivered", "shipped", "returned", "paid"};
    fmt::format_to(std::back_inserter(text), R"({{"order":"{}","placed_at":"{}","status":"{}","lines":[)", uuid(random),
                   isoTime(placed), states[random.between(0, 5)]);
    const auto total = appendLines(text, products, random);
    fmt::format_to(std::back_inserter(text), R"(],"total":{}.{:02},"currency":"EUR","ship_to":"{} {}, {}"}})",
                   total / 100, total % 100, random.between(1, 120), pick(streets(), random), pick(cities(), random));
}

std::string salesRow(std::chrono::sys_seconds day, std::string_view region, std::string_view category,
                     std::span<const Product> products, base::Random& random)
{
    const auto orders = random.between(18, 420);
    const auto units = orders + random.between(0, 600);
    const auto cents = units * random.between(1500, 9000);
    return fmt::format(R"({{"date":"{}","region":"{}","category":"{}","orders":{},"units":{},"revenue":{}.{:02},)"
                       R"("returns":{},"new_customers":{},"top_product":{{"id":{},"units":{}}}}})",
                       isoTime(day).substr(0, 10), region, category, orders, units, cents / 100, cents % 100,
                       random.between(0, orders / 8), random.between(0, orders / 3), anyOf(products, random).id,
                       random.between(1, 90));
}

} // namespace

std::string customerOrdersJson(int customer, std::span<const Product> products, base::Random& random)
{
    const auto first = pick(firstNames(), random);
    const auto last = pick(lastNames(), random);
    auto text = fmt::format(R"({{"customer":{{"id":{},"name":"{} {}","email":"{}.{}@example.com"}},"orders":[)",
                            customer, first, last, base::lowered(first), base::lowered(last));
    auto placed = shopTime;
    const auto count = random.between(2, 14);
    for (std::int64_t i = 0; i < count; ++i) {
        if (i > 0)
            text += ',';
        placed -= std::chrono::seconds{random.between(40000, 3000000)};
        appendOrder(text, placed, products, random);
    }
    return text + "]}";
}

std::vector<std::string> salesRows(std::span<const Product> products, base::Random& random)
{
    std::vector<std::string> rows;
    rows.reserve(reportDays * regions().size() * categories().size());
    for (int day = 1; day <= reportDays; ++day)
        for (const auto region : regions())
            for (const auto category : categories())
                rows.push_back(salesRow(shopTime - std::chrono::days{day}, region, category, products, random));
    return rows;
}

} // namespace weir::origin
