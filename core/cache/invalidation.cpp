// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/invalidation.h"

#include "core/cache/key.h"

#include <algorithm>
#include <array>

namespace weir::cache {

static bool isSafe(std::string_view method)
{
    constexpr std::array<std::string_view, 4> safe{"GET", "HEAD", "OPTIONS", "TRACE"}; // RFC 9110, section 9.2.1
    return std::ranges::find(safe, method) != safe.end();
}

static void addNamed(std::vector<std::string>& keys, const uri::Url& target, const http::HeaderMap& response,
                     std::string_view name)
{
    response.forEach(name, [&](std::string_view reference) {
        const auto url = uri::resolve(target, reference);
        if (!url || !uri::sameOrigin(*url, target)) // another origin's replies are not ours to throw out
            return;
        if (std::string key = keyOf(*url); std::ranges::find(keys, key) == keys.end())
            keys.push_back(std::move(key));
    });
}

std::vector<std::string> invalidatedKeys(std::string_view method, const uri::Url& target, int status,
                                         const http::HeaderMap& response)
{
    std::vector<std::string> keys;
    if (isSafe(method) || status < 200 || status > 399)
        return keys;
    keys.push_back(keyOf(target));
    addNamed(keys, target, response, "Location");
    addNamed(keys, target, response, "Content-Location");
    return keys;
}

} // namespace weir::cache
