// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/metric_noun.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir::experiment {

using metrics::Metric;

namespace {

struct Noun {
    std::string_view id;
    std::string_view noun;
};

// Where the catalogue's label is a heading that needs its column's neighbours, or no noun.
constexpr std::array nouns{
    Noun{"adjusted_p50_ms", "p50"},
    Noun{"adjusted_p90_ms", "p90"},
    Noun{"adjusted_p95_ms", "p95"},
    Noun{"adjusted_p99_ms", "p99"},
    Noun{"adjusted_p999_ms", "p99.9"},
    Noun{"latency_p50_ms", "p50 of answered requests"},
    Noun{"latency_p90_ms", "p90 of answered requests"},
    Noun{"latency_p95_ms", "p95 of answered requests"},
    Noun{"latency_p99_ms", "p99 of answered requests"},
    Noun{"latency_p999_ms", "p99.9 of answered requests"},
    Noun{"latency_min_ms", "fastest response"},
    Noun{"latency_mean_ms", "mean response time"},
    Noun{"latency_max_ms", "longest response"},
    Noun{"service_p50_ms", "p50 of the service time"},
    Noun{"service_p99_ms", "p99 of the service time"},
    Noun{"planned", "planned requests"},
    Noun{"ok", "requests answered well"},
    Noun{"failed", "failed requests"},
    Noun{"skipped", "skipped requests"},
    Noun{"unfinished", "unfinished requests"},
    Noun{"error_ratio", "error ratio"},
    Noun{"offered_rps", "offered rate"},
    Noun{"achieved_rps", "achieved rate"},
    Noun{"failed_rps", "failure rate"},
    Noun{"good_rps", "rate of good replies"},
    Noun{"good_ratio", "share of good replies"},
    Noun{"identity_bytes", "bytes before coding"},
    Noun{"identity_bytes_per_s", "byte rate before coding"},
    Noun{"wire_bytes", "bytes on the wire"},
    Noun{"wire_bytes_per_s", "byte rate on the wire"},
    Noun{"header_bytes", "header bytes"},
    Noun{"upstream_wire_bytes", "bytes from the target"},
    Noun{"sent_bytes", "bytes sent"},
    Noun{"bytes_saved_ratio", "share of bytes saved"},
    Noun{"cache_hit_ratio", "cache hit ratio"},
    Noun{"cache_byte_hit_ratio", "cache byte hit ratio"},
    Noun{"cache_fresh_ratio", "share of fresh cache hits"},
    Noun{"cache_revalidated_ratio", "share revalidated"},
    Noun{"cache_stale_ratio", "share answered stale"},
    Noun{"cache_miss_ratio", "cache miss ratio"},
    Noun{"cache_bypass_ratio", "share that may not be cached"},
    Noun{"pool_in_use_mean", "mean of connections in use"},
    Noun{"pool_in_use_max", "most connections in use"},
    Noun{"pool_saturation_ratio", "pool saturation"},
    Noun{"pool_wait_p50_ms", "p50 of the pool wait"},
    Noun{"pool_wait_p99_ms", "p99 of the pool wait"},
    Noun{"pool_pending_max", "most requests waiting"},
    Noun{"pool_pending_mean", "mean of requests waiting"},
    Noun{"pool_open_mean", "mean of open connections"},
    Noun{"connects", "connections opened"},
    Noun{"connection_reuse_ratio", "connection reuse"},
    Noun{"schedule_lag_p50_ms", "p50 of the schedule lag"},
    Noun{"schedule_lag_p99_ms", "p99 of the schedule lag"},
    Noun{"schedule_lag_max_ms", "longest schedule lag"},
    Noun{"stolen_cpu_ratio", "stolen processor time"},
    Noun{"sent_in_time_ratio", "share sent in time"},
    Noun{"time_client_ms", "time in the client"},
    Noun{"time_compress_ms", "time compressing"},
    Noun{"time_cache_ms", "time in the cache"},
    Noun{"time_decode_ms", "time decoding"},
    Noun{"time_pool_ms", "mean pool wait"},
    Noun{"time_lookup_ms", "time looking up names"},
    Noun{"time_connect_ms", "time connecting"},
    Noun{"time_tls_ms", "time in TLS handshakes"},
    Noun{"time_upstream_ms", "time at the target"},
    Noun{"time_queued_ms", "time queued"},
    Noun{"time_send_ms", "time sending"},
    Noun{"time_wait_ms", "time to the first byte"},
    Noun{"time_receive_ms", "time receiving"},
    Noun{"resent", "requests sent again"},
    Noun{"left_out", "steps left out"},
    Noun{"cold_requests", "requests on new connections"},
    Noun{"cold_service_mean_ms", "mean service time on new connections"},
    Noun{"cold_service_p50_ms", "p50 of the service time on new connections"},
    Noun{"cold_service_p99_ms", "p99 of the service time on new connections"},
    Noun{"warm_service_mean_ms", "mean service time on open connections"},
    Noun{"warm_service_p50_ms", "p50 of the service time on open connections"},
    Noun{"warm_service_p99_ms", "p99 of the service time on open connections"},
    Noun{"target_rss_bytes", "memory of the target"},
    Noun{"target_rss_max_bytes", "most memory of the target"},
    Noun{"target_cpu_ratio", "processor time of the target"},
    Noun{"origin_cpu_ratio", "processor time of the origin"},
    Noun{"proxy_cpu_ratio", "processor time of the proxy"},
    Noun{"generator_cpu_ratio", "processor time of the generator"},
    Noun{"generator_delay_ratio", "delay of the generator"},
    Noun{"target_lookup_ms", "time of the name look-up"},
    Noun{"target_network_bytes_per_s", "network traffic of the target"},
    Noun{"held_back_late", "requests held back and late"},
    Noun{"held_back_skipped", "requests held back and skipped"},
    Noun{"iteration_mean_ms", "mean iteration time"},
    Noun{"latency_saturated", "responses above an hour"},
    Noun{"failed_latency_mean_ms", "mean time to a failure"},
    Noun{"failed_latency_p50_ms", "p50 of the time to a failure"},
    Noun{"failed_latency_p99_ms", "p99 of the time to a failure"},
    Noun{"failed_latency_max_ms", "longest time to a failure"},
};

bool isPercentileName(std::string_view text)
{
    return text.size() > 1 && text[0] == 'p' && text[1] >= '0' && text[1] <= '9';
}

// A label in a sentence: "Target memory" begins small, "TLS handshake" and "CPU" do not.
std::string inSentence(std::string_view label)
{
    std::string text{label};
    const auto isCapital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (text.size() > 1 && isCapital(text[0]) && !isCapital(text[1]))
        text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

} // namespace

std::string metricNoun(const Metric& metric)
{
    const auto found = std::ranges::find(nouns, metric.id, &Noun::id);
    return found == nouns.end() ? inSentence(metric.label) : std::string{found->noun};
}

std::string metricNoun(std::string_view id)
{
    const auto* metric = metrics::findMetric(id);
    return metric ? metricNoun(*metric) : std::string{id};
}

std::string metricTitle(std::string_view id)
{
    auto text = metricNoun(id);
    if (!text.empty() && !isPercentileName(text) && text[0] >= 'a' && text[0] <= 'z' && metrics::findMetric(id))
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

} // namespace weir::experiment
