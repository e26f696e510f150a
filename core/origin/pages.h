// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/origin/shop.h"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

namespace weir::origin {

// Lists, searches and the report: put together from the shop when they are first asked for, then kept, so that a
// repeated request costs the origin next to nothing. On the origin's thread.
class Pages {
public:
    explicit Pages(std::shared_ptr<const Shop> shop) : m_shop(std::move(shop)) {}

    // About how large the bodies are to be; 0: as the shop has it.
    void setBodyBytes(std::size_t bytes);

    // The references hold until the next call.
    const Resource& list(int page, int limit);
    const Resource& search(const std::string& query);
    const Resource& report();

private:
    static constexpr std::size_t keptBytes = 32 * 1024 * 1024;

    template <typename Make>
    const Resource& kept(const std::string& key, Make make);

    std::shared_ptr<const Shop> m_shop;
    std::size_t m_bodyBytes = 0;
    std::unordered_map<std::string, Resource> m_kept;
    std::size_t m_bytes = 0;
};

} // namespace weir::origin
