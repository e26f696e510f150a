// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::settings {

// The proxy's shared cache (RFC 9111).
struct CacheSettings {
    bool enabled = true;
    std::int64_t capacityBytes = 64 * 1024 * 1024;
    double defaultTtlS = 0;

    bool operator==(const CacheSettings&) const = default;
};

template <>
struct Schema<CacheSettings> {
    using S = CacheSettings;
    static constexpr std::string_view key = "cache";
    static constexpr std::string_view label = "Cache";
    static constexpr std::string_view help = "The proxy's shared cache.";
    static constexpr std::array knobs{
        knob<&S::enabled>({.key = "enabled",
                           .label = "Cache replies",
                           .help = "Keeps replies that the target allows a shared cache to keep, and revalidates "
                                   "them by ETag or date when they are stale.",
                           .applies = Applies::Live}),
        knob<&S::capacityBytes>({.key = "capacity_bytes",
                                 .label = "Capacity",
                                 .unit = "B",
                                 .help = "Bodies, their encodings and headers together. The least recently used "
                                         "replies make room.",
                                 .min = 65536,
                                 .max = 68719476736.0,
                                 .applies = Applies::Live,
                                 .explored = true,
                                 .logarithmic = true}),
        knob<&S::defaultTtlS>({.key = "default_ttl_s",
                               .label = "Default lifetime",
                               .unit = "s",
                               .help = "For how long a reply that says nothing about caching counts as fresh.",
                               .min = 0,
                               .max = 31536000,
                               .zeroMeans = "not kept",
                               .applies = Applies::Live}),
    };
};
static_assert(isComplete<CacheSettings>, "a member of CacheSettings has no knob row");

} // namespace weir::settings
