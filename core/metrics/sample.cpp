// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/sample.h"

namespace weir::metrics {

std::string_view outcomeName(Outcome outcome)
{
    static constexpr std::array<std::string_view, outcomeCount> names{
        "ok",         "status_error", "host_not_found", "connect_refused",  "connect_failed",  "connect_timeout",
        "tls_failed", "pool_timeout", "pool_overflow",  "response_timeout", "connection_lost", "malformed",
        "too_large",  "bad_encoding", "check_failed",   "cancelled"};
    return names[static_cast<std::size_t>(outcome)];
}

std::string_view stageName(StageId stage)
{
    static constexpr std::array<std::string_view, stageCount> names{"client", "compress", "cache", "decode",
                                                                    "pool",   "connect",  "tls",   "upstream"};
    return names[static_cast<std::size_t>(stage)];
}

std::string_view cacheStatusName(CacheStatus status)
{
    static constexpr std::array<std::string_view, cacheStatusCount> names{"none",  "hit",  "revalidated",
                                                                          "stale", "miss", "bypass"};
    return names[static_cast<std::size_t>(status)];
}

} // namespace weir::metrics
