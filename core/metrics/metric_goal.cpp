// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/metric_catalog.h"

#include <algorithm>
#include <array>

namespace weir::metrics {

// What does not go the way that its kind does.
static constexpr std::array higherIsBetter{
    std::string_view{"ok"}, std::string_view{"cache_hits"}, std::string_view{"iterations"},
    std::string_view{"achieved_rps"}, std::string_view{"good_rps"}};
static constexpr std::array lowerIsBetter{
    std::string_view{"error_ratio"},      std::string_view{"failed"},           std::string_view{"skipped"},
    std::string_view{"unfinished"},       std::string_view{"left_out"},         std::string_view{"resent"},
    std::string_view{"failed_rps"},       std::string_view{"connects"},         std::string_view{"cold_requests"},
    std::string_view{"wire_bytes_per_s"}, std::string_view{"cache_misses"},     std::string_view{"cache_miss_ratio"},
    std::string_view{"pool_pending_max"}, std::string_view{"pool_pending_mean"}, std::string_view{"generator_cpu_ratio"},
    std::string_view{"origin_cpu_ratio"}, std::string_view{"proxy_cpu_ratio"},  std::string_view{"target_cpu_ratio"},
    std::string_view{"target_rss_bytes"}, std::string_view{"target_rss_max_bytes"}};
static constexpr std::array neither{
    std::string_view{"identity_bytes"},    std::string_view{"sent_bytes"},         std::string_view{"cache_stale_ratio"},
    std::string_view{"cache_bypass_ratio"}, std::string_view{"cache_revalidated_ratio"},
    std::string_view{"failed_latency_mean_ms"}, std::string_view{"failed_latency_p50_ms"},
    std::string_view{"failed_latency_p99_ms"}, std::string_view{"failed_latency_max_ms"}};

template <std::size_t N>
static bool holds(const std::array<std::string_view, N>& ids, std::string_view id)
{
    return std::ranges::find(ids, id) != ids.end();
}

Goal goalOf(const Metric& metric)
{
    if (holds(neither, metric.id))
        return Goal::Neither;
    if (holds(higherIsBetter, metric.id))
        return Goal::Higher;
    if (holds(lowerIsBetter, metric.id))
        return Goal::Lower;
    switch (metric.kind) {
    case MetricKind::Latency:
    case MetricKind::Bytes: return Goal::Lower;
    case MetricKind::Ratio: return Goal::Higher; // shares that were saved, hit, used again, sent in time
    case MetricKind::Count:
    case MetricKind::Rate:
    case MetricKind::Level: break;
    }
    return Goal::Neither;
}

} // namespace weir::metrics
