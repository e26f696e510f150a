// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/product.h"

#include "core/base/strings.h"
#include "core/origin/words.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace weir::origin {

namespace {

int number(base::Random& random, int low, int high)
{
    return static_cast<int>(random.between(low, high));
}

std::string money(std::int64_t cents)
{
    return fmt::format("{}.{:02}", cents / 100, cents % 100);
}

void setTimes(Product& product, base::Random& random)
{
    product.created = shopTime - std::chrono::seconds{random.between(86400 * 90, 86400 * 900)};
    product.updated = shopTime - std::chrono::seconds{random.between(0, 86400 * 90)};
}

void setMeasures(Product& product, base::Random& random)
{
    product.widthMm = number(random, 80, 1800);
    product.depthMm = number(random, 60, 900);
    product.heightMm = number(random, 40, 2200);
    product.weightGrams = number(random, 120, 48000);
}

std::string reviewsJson(const Product& product)
{
    // Of its own stream, so that the text of one product does not depend on how much others drew.
    base::Random random{static_cast<std::uint64_t>(product.id) * 977 + static_cast<std::uint64_t>(product.stock)};
    std::string text;
    for (int i = 0; i < product.id % 4; ++i)
        fmt::format_to(std::back_inserter(text), R"({}{{"author":"{} {}.","rating":{},"date":"{}","text":"{}"}})",
                       i ? "," : "", pick(firstNames(), random), pick(lastNames(), random).front(),
                       number(random, 2, 5), isoTime(product.updated - std::chrono::hours{number(random, 1, 4000)}),
                       prose(1, random));
    return text;
}

} // namespace

std::string isoTime(std::chrono::sys_seconds time)
{
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

Product makeProduct(int id, base::Random& random)
{
    Product product;
    product.id = id;
    product.uuid = uuid(random);
    const auto material = pick(materials(), random);
    const auto article = pick(articles(), random);
    product.name = fmt::format("{} {} {}", pick(adjectives(), random), material, article);
    product.brand = pick(brands(), random);
    product.category = pick(categories(), random);
    product.priceCents = random.between(5, 900) * 100 - (random.unit() < 0.6 ? 5 : 1);
    product.stock = number(random, 0, 240);
    product.ratingTenths = number(random, 28, 50);
    product.reviews = number(random, 0, 900);
    product.tags = {base::lowered(material), base::lowered(article), std::string(pick(colours(), random))};
    product.description = prose(static_cast<std::size_t>(random.between(2, 12)), random);
    setMeasures(product, random);
    setTimes(product, random);
    return product;
}

std::string productJson(const Product& p)
{
    return fmt::format(
        R"({{"id":{},"uuid":"{}","sku":"{}-{:05}","name":"{}","brand":"{}","category":"{}",)"
        R"("price":{{"amount":{},"currency":"EUR","tax_included":true}},"stock":{{"available":{},"warehouse":"{}"}},)"
        R"("rating":{}.{},"review_count":{},"tags":["{}"],)"
        R"("dimensions":{{"width_mm":{},"depth_mm":{},"height_mm":{},"weight_g":{}}},)"
        R"("images":["/images/{}/front.jpg","/images/{}/side.jpg"],"description":"{}","reviews":[{}],)"
        R"("created_at":"{}","updated_at":"{}"}})",
        p.id, p.uuid, p.category.substr(0, 3), p.id * 37 + 10007, p.name, p.brand, p.category, money(p.priceCents),
        p.stock, cities()[static_cast<std::size_t>(p.id) % cities().size()], p.ratingTenths / 10, p.ratingTenths % 10,
        p.reviews, fmt::join(p.tags, "\",\""), p.widthMm, p.depthMm, p.heightMm, p.weightGrams, p.uuid, p.uuid,
        p.description, reviewsJson(p), isoTime(p.created), isoTime(p.updated));
}

std::string summaryJson(const Product& p)
{
    return fmt::format(R"({{"id":{},"name":"{}","brand":"{}","category":"{}","price":{{"amount":{},"currency":"EUR"}},)"
                       R"("in_stock":{},"rating":{}.{},"review_count":{},"tags":["{}"],)"
                       R"("thumbnail":"/images/{}/small.jpg","updated_at":"{}","url":"/products/{}"}})",
                       p.id, p.name, p.brand, p.category, money(p.priceCents), p.stock > 0, p.ratingTenths / 10,
                       p.ratingTenths % 10, p.reviews, fmt::join(p.tags, "\",\""), p.uuid.substr(0, 8),
                       isoTime(p.updated), p.id);
}

} // namespace weir::origin
