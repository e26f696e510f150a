// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace weir::origin {

// What the shop sells. A value, made once from the seed.
struct Product {
    int id = 0;
    std::string uuid;
    std::string name;
    std::string brand;
    std::string category;
    std::int64_t priceCents = 0;
    int stock = 0;
    int ratingTenths = 0;
    int reviews = 0;
    std::vector<std::string> tags;
    std::string description;
    int widthMm = 0, depthMm = 0, heightMm = 0, weightGrams = 0;
    std::chrono::sys_seconds created;
    std::chrono::sys_seconds updated;
};

Product makeProduct(int id, base::Random& random);

std::string productJson(const Product& product); // 0.8 to 3 kB
std::string summaryJson(const Product& product); // as it stands in lists, some 350 B

// The shop's clock stands still, so that a seed always means the same bytes.
inline constexpr std::chrono::sys_seconds shopTime{std::chrono::seconds{1764547200}}; // 2025-12-01

std::string isoTime(std::chrono::sys_seconds time); // "2025-12-01T00:00:00Z"

} // namespace weir::origin
