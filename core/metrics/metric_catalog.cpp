// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/metric_catalog.h"

#include "core/base/seconds.h"

#include <algorithm>

namespace weir::metrics {

namespace {

using Value = std::optional<double>;
using Source = MetricSource;

constexpr double nanosPerMs = 1e6;

template <auto Member>
Value count(const Source& s)
{
    return static_cast<double>(s.counters->*Member);
}

template <CacheStatus Status>
Value cacheCount(const Source& s)
{
    return static_cast<double>(s.counters->at(Status));
}

Value ratio(double part, double whole)
{
    return whole > 0 ? Value{part / whole} : std::nullopt;
}

Value perSecond(std::uint64_t n, const Source& s)
{
    return ratio(static_cast<double>(n), base::toSeconds(s.span));
}

// Permille keeps 99.9 an integer template argument.
template <DistributionId Id, int Permille>
Value percentile(const Source& s)
{
    return percentileMs(s, Id, Permille / 10.0);
}

template <DistributionId Id, int Permille>
constexpr Metric percentileMetric(std::string_view id, std::string_view label, std::string_view help)
{
    return {id, label, "ms", MetricKind::Latency, help, percentile<Id, Permille>, {Id, Permille / 10.0}};
}

Value milliseconds(const Summary& of, double nanos)
{
    return of.count > 0 ? Value{nanos / nanosPerMs} : std::nullopt;
}

Value latencyMin(const Source& s)
{
    return milliseconds(s.response, static_cast<double>(s.response.min));
}

Value latencyMean(const Source& s)
{
    return milliseconds(s.response, s.response.mean());
}

Value latencyMax(const Source& s)
{
    return milliseconds(s.response, static_cast<double>(s.response.max));
}

Value scheduleLagMax(const Source& s)
{
    return milliseconds(s.scheduleLag, static_cast<double>(s.scheduleLag.max));
}

// What was left out was not sent in time either.
Value sentInTime(const Source& s)
{
    const auto& c = *s.counters;
    return ratio(static_cast<double>(c.requests - std::min(c.requests, c.lateSends)),
                 static_cast<double>(c.requests + c.skipped));
}

std::uint64_t served(const Counters& c)
{
    return c.at(CacheStatus::Hit) + c.at(CacheStatus::Revalidated) + c.at(CacheStatus::Stale);
}

std::uint64_t lookups(const Counters& c)
{
    return served(c) + c.at(CacheStatus::Miss) + c.at(CacheStatus::Bypass);
}

template <CacheStatus Status>
Value cacheShare(const Source& s)
{
    return ratio(static_cast<double>(s.counters->at(Status)), static_cast<double>(lookups(*s.counters)));
}

template <StageId Stage>
Value stageMean(const Source& s)
{
    return ratio(static_cast<double>(s.counters->answered.stages[static_cast<std::size_t>(Stage)]) / nanosPerMs,
                 static_cast<double>(s.counters->ok));
}

template <auto Nanos>
Value meanTime(const Source& s)
{
    return ratio(static_cast<double>(s.counters->answered.*Nanos) / nanosPerMs, static_cast<double>(s.counters->ok));
}

Value coldMean(const Source& s)
{
    const auto& c = *s.counters;
    return ratio(static_cast<double>(c.coldServiceNanos) / nanosPerMs, static_cast<double>(c.coldAnswered));
}

Value warmMean(const Source& s)
{
    const auto& c = *s.counters;
    return ratio(static_cast<double>(c.warmServiceNanos) / nanosPerMs, static_cast<double>(c.warmAnswered));
}

Value iterationMean(const Source& s)
{
    return ratio(static_cast<double>(s.counters->iterationNanos) / nanosPerMs,
                 static_cast<double>(s.counters->iterations));
}

Value ofTarget(const Source& s, double sum)
{
    return s.levels ? ratio(sum, base::toSeconds(s.levels->target.span)) : std::nullopt;
}

template <double TargetLevels::*Integral, base::Nanos TargetLevels::*Span = &TargetLevels::span>
Value targetMean(const Source& s)
{
    return s.levels ? ratio(s.levels->target.*Integral, base::toSeconds(s.levels->target.*Span)) : std::nullopt;
}

Value poolMean(const Source& s, double Levels::*integral)
{
    return s.levels && s.levels->hasPool ? ratio(s.levels->*integral, base::toSeconds(s.levels->span)) : std::nullopt;
}

template <std::int64_t Levels::*Member>
Value poolLevel(const Source& s)
{
    return s.levels && s.levels->hasPool ? Value{static_cast<double>(s.levels->*Member)} : std::nullopt;
}

bool judgesGood(const Source& s)
{
    return s.goodWithin > base::Nanos::zero();
}

constexpr std::array catalogue{
    Metric{"planned", "Planned", "", MetricKind::Count, "Requests due by the schedule, or started by a user.",
           count<&Counters::planned>},
    Metric{"requests", "Requests", "", MetricKind::Count, "Requests that ended, well or badly.",
           count<&Counters::requests>},
    Metric{"ok", "Succeeded", "", MetricKind::Count, "Requests with a whole reply and a status below 400.",
           count<&Counters::ok>},
    Metric{"failed", "Failed", "", MetricKind::Count,
           "Requests with a status of 400 or above, without a whole reply, or that fail a check.",
           [](const Source& s) -> Value { return static_cast<double>(s.counters->failed()); }},
    Metric{"skipped", "Skipped", "", MetricKind::Count, "Requests that were due but left out (load.late=skip).",
           count<&Counters::skipped>},
    Metric{"unfinished", "Unfinished", "", MetricKind::Count, "Requests still without a reply when the drain ended.",
           count<&Counters::unfinished>},
    Metric{"error_ratio", "Errors", "", MetricKind::Ratio, "Failed requests over requests.",
           [](const Source& s) {
               return ratio(static_cast<double>(s.counters->failed()), static_cast<double>(s.counters->requests));
           }},
    Metric{"offered_rps", "Offered", "req/s", MetricKind::Rate, "Planned requests per second.",
           [](const Source& s) { return perSecond(s.counters->planned, s); }},
    Metric{"achieved_rps", "Achieved", "req/s", MetricKind::Rate, "Requests per second that ended.",
           [](const Source& s) { return perSecond(s.counters->requests, s); }},
    Metric{"latency_min_ms", "Fastest", "ms", MetricKind::Latency, "Shortest response time of a request answered well.",
           latencyMin},
    Metric{"latency_mean_ms", "Mean", "ms", MetricKind::Latency,
           "Mean response time of requests answered well; hides the tail.", latencyMean},
    percentileMetric<DistributionId::Response, 500>(
        "latency_p50_ms", "p50",
        "Half of the requests answered well were so within this, counted from their intended start."),
    percentileMetric<DistributionId::Response, 900>("latency_p90_ms", "p90",
                                                    "Nine of ten requests answered well were so within this."),
    percentileMetric<DistributionId::Response, 950>("latency_p95_ms", "p95",
                                                    "95 % of the requests answered well were so within this."),
    percentileMetric<DistributionId::Response, 990>(
        "latency_p99_ms", "p99",
        "99 % of the requests answered well were so within this. Over all planned ones: adjusted_p99_ms."),
    percentileMetric<DistributionId::Response, 999>("latency_p999_ms", "p99.9",
                                                    "99.9 % of the requests answered well were so within this."),
    Metric{"latency_max_ms", "Max", "ms", MetricKind::Latency,
           "Longest response time of a request answered well, exactly.", latencyMax},
    percentileMetric<DistributionId::Service, 500>(
        "service_p50_ms", "p50 service",
        "Median from the moment a request answered well was really sent: leaves out what a late start added."),
    percentileMetric<DistributionId::Service, 990>(
        "service_p99_ms", "p99 service", "99th percentile from the moment a request answered well was really sent."),
    Metric{"identity_bytes", "Identity", "B", MetricKind::Bytes, "Reply bodies without any content coding.",
           count<&Counters::identityBytes>},
    Metric{"wire_bytes", "On the wire", "B", MetricKind::Bytes, "Reply bodies as coded on the client's side.",
           count<&Counters::wireBytes>},
    Metric{"header_bytes", "Headers", "B", MetricKind::Bytes, "Start lines and header fields of replies.",
           count<&Counters::headerBytes>},
    Metric{"upstream_wire_bytes", "From the target", "B", MetricKind::Bytes, "Body bytes received from the target.",
           count<&Counters::upstreamWireBytes>},
    Metric{"bytes_saved_ratio", "Saved", "", MetricKind::Ratio,
           "Share of the identity bytes that coding kept off the wire.",
           [](const Source& s) {
               return ratio(static_cast<double>(s.counters->identityBytes) - static_cast<double>(s.counters->wireBytes),
                            static_cast<double>(s.counters->identityBytes));
           }},
    Metric{"cache_hits", "Cache hits", "", MetricKind::Count,
           "Requests that the cache answered: fresh, revalidated or stale.",
           [](const Source& s) -> Value { return static_cast<double>(served(*s.counters)); }},
    Metric{"cache_misses", "Cache misses", "", MetricKind::Count,
           "Requests that passed the cache and went to the target, those it may not keep included.",
           [](const Source& s) -> Value { return static_cast<double>(lookups(*s.counters) - served(*s.counters)); }},
    Metric{"cache_hit_ratio", "Hits", "", MetricKind::Ratio, "Cache hits over requests that passed the cache.",
           [](const Source& s) {
               return ratio(static_cast<double>(served(*s.counters)), static_cast<double>(lookups(*s.counters)));
           }},
    Metric{"cache_byte_hit_ratio", "Byte hits", "", MetricKind::Ratio,
           "Identity bytes that the cache answered over all identity bytes.",
           [](const Source& s) -> Value {
               if (lookups(*s.counters) == 0)
                   return std::nullopt;
               return ratio(static_cast<double>(s.counters->cachedIdentityBytes),
                            static_cast<double>(s.counters->identityBytes));
           }},
    Metric{"pool_limit", "Pool limit", "", MetricKind::Level, "Most connections to the target.",
           poolLevel<&Levels::poolLimit>},
    Metric{"pool_in_use_mean", "Pool in use", "", MetricKind::Level, "Connections in use, mean over time.",
           [](const Source& s) { return poolMean(s, &Levels::poolInUseSeconds); }},
    Metric{"pool_in_use_max", "Most in use", "", MetricKind::Level, "Most connections in use at once.",
           poolLevel<&Levels::poolInUseMax>},
    Metric{"pool_saturation_ratio", "Saturation", "", MetricKind::Level,
           "Connections in use over the limit, mean over time. Near 1, requests queue for a connection.",
           [](const Source& s) -> Value {
               if (!s.levels || !s.levels->hasPool)
                   return std::nullopt;
               return ratio(s.levels->poolInUseSeconds, s.levels->poolLimitSeconds);
           }},
    percentileMetric<DistributionId::PoolWait, 500>("pool_wait_p50_ms", "Pool wait p50",
                                                    "Median wait for a connection, of the requests that needed one."),
    percentileMetric<DistributionId::PoolWait, 990>("pool_wait_p99_ms", "Pool wait p99",
                                                    "99th percentile of the wait for a connection."),
    Metric{"pool_pending_max", "Most waiting", "", MetricKind::Level, "Most requests waiting for a connection at once.",
           poolLevel<&Levels::poolPendingMax>},
    Metric{"connects", "Connects", "", MetricKind::Count, "Connections opened to the target.",
           count<&Counters::connects>},
    Metric{"connection_reuse_ratio", "Reuse", "", MetricKind::Ratio,
           "Requests served on a connection that was open already.",
           [](const Source& s) -> Value {
               const auto uses = s.counters->connectionUses;
               const auto fresh = std::min(uses, s.counters->connects);
               return ratio(static_cast<double>(uses - fresh), static_cast<double>(uses));
           }},
    percentileMetric<DistributionId::ScheduleLag, 990>(
        "schedule_lag_p99_ms", "Schedule lag p99", "How late requests were sent: Weir's own delay, not the target's."),
    Metric{"generator_cpu_ratio", "Generator CPU", "", MetricKind::Level,
           "Share of the worker threads' time spent working: load generation and, in process, the proxy core.",
           [](const Source& s) -> Value {
               return s.levels ? ratio(base::toSeconds(s.levels->workerCpu), base::toSeconds(s.levels->workerTime))
                               : std::nullopt;
           }},

    // Beyond the fixed columns.
    Metric{"origin_cpu_ratio", "Origin CPU", "", MetricKind::Level,
           "Share of a processor that the built-in origin used.",
           [](const Source& s) -> Value {
               if (!s.levels || !s.levels->hasOrigin)
                   return std::nullopt;
               return ratio(base::toSeconds(s.levels->originCpu), base::toSeconds(s.levels->span));
           }},
    Metric{"proxy_cpu_ratio", "Proxy CPU", "", MetricKind::Level,
           "Share of its worker threads' time that the proxy used behind its listener; in process it counts as the "
           "generator's.",
           [](const Source& s) -> Value {
               if (!s.levels || s.levels->proxyWorkers == 0)
                   return std::nullopt;
               return ratio(base::toSeconds(s.levels->proxyCpu),
                            base::toSeconds(s.levels->span) * s.levels->proxyWorkers);
           }},
    Metric{"stolen_cpu_ratio", "Stolen", "", MetricKind::Level,
           "Share of the processors' time that a hypervisor gave to other guests while this one wanted to run.",
           [](const Source& s) -> Value {
               if (!s.levels || s.levels->machine.processors == 0)
                   return std::nullopt;
               return ratio(base::toSeconds(s.levels->machine.stolen),
                            base::toSeconds(s.levels->span) * s.levels->machine.processors);
           }},
    percentileMetric<DistributionId::ScheduleLag, 500>("schedule_lag_p50_ms", "Schedule lag p50",
                                                       "How late half of the requests were sent at most."),
    Metric{"schedule_lag_max_ms", "Schedule lag max", "ms", MetricKind::Latency,
           "How late the latest request was sent.", scheduleLagMax},
    Metric{"sent_in_time_ratio", "In time", "", MetricKind::Ratio,
           "Requests sent within 1 ms of their intended start, of all that were sent or skipped.", sentInTime},
    Metric{"pool_pending_mean", "Waiting", "", MetricKind::Level, "Requests waiting for a connection, mean over time.",
           [](const Source& s) { return poolMean(s, &Levels::poolPendingSeconds); }},
    Metric{"pool_open_mean", "Open", "", MetricKind::Level, "Open connections, idle ones included, mean over time.",
           [](const Source& s) { return poolMean(s, &Levels::poolOpenSeconds); }},
    Metric{"identity_bytes_per_s", "Identity", "B/s", MetricKind::Rate, "Identity bytes per second.",
           [](const Source& s) { return perSecond(s.counters->identityBytes, s); }},
    Metric{"wire_bytes_per_s", "On the wire", "B/s", MetricKind::Rate, "Bytes on the wire per second.",
           [](const Source& s) { return perSecond(s.counters->wireBytes, s); }},
    Metric{"failed_rps", "Errors", "req/s", MetricKind::Rate, "Failed requests per second.",
           [](const Source& s) { return perSecond(s.counters->failed(), s); }},
    Metric{"cache_fresh_ratio", "Hit", "", MetricKind::Ratio, "Share answered fresh from the cache.",
           cacheShare<CacheStatus::Hit>},
    Metric{"cache_revalidated_ratio", "Revalidated", "", MetricKind::Ratio,
           "Share answered from the cache after the target confirmed the copy.", cacheShare<CacheStatus::Revalidated>},
    Metric{"cache_stale_ratio", "Stale", "", MetricKind::Ratio, "Share answered with a stale copy.",
           cacheShare<CacheStatus::Stale>},
    Metric{"cache_miss_ratio", "Miss", "", MetricKind::Ratio, "Share fetched from the target.",
           cacheShare<CacheStatus::Miss>},
    Metric{"cache_bypass_ratio", "Bypass", "", MetricKind::Ratio, "Share that may not be cached.",
           cacheShare<CacheStatus::Bypass>},
    Metric{
        "time_client_ms", "Client", "ms", MetricKind::Latency,
        "Mean time in the load engine itself, of requests answered well as all of these; without the proxy core, the "
        "target included.",
        stageMean<StageId::Client>},
    Metric{"time_compress_ms", "Compress", "ms", MetricKind::Latency, "Mean time in the compressing stage.",
           stageMean<StageId::Compress>},
    Metric{"time_cache_ms", "Cache", "ms", MetricKind::Latency, "Mean time in the cache stage.",
           stageMean<StageId::Cache>},
    Metric{"time_decode_ms", "Decode", "ms", MetricKind::Latency, "Mean time decoding the target's replies.",
           stageMean<StageId::Decode>},
    Metric{"time_pool_ms", "Pool wait", "ms", MetricKind::Latency, "Mean wait for a connection.",
           stageMean<StageId::Pool>},
    Metric{"time_lookup_ms", "Look-up", "ms", MetricKind::Latency,
           "Mean time looking up the target's name before a connection is opened (pool.dns_ttl_s).",
           stageMean<StageId::Lookup>},
    Metric{"time_connect_ms", "Connect", "ms", MetricKind::Latency, "Mean time opening connections to the target.",
           stageMean<StageId::Connect>},
    Metric{"time_tls_ms", "TLS handshake", "ms", MetricKind::Latency, "Mean time in their TLS handshakes.",
           stageMean<StageId::Tls>},
    Metric{"time_upstream_ms", "Target", "ms", MetricKind::Latency,
           "Mean time waiting for and receiving from the target.", stageMean<StageId::Upstream>},
    Metric{
        "resent", "Sent again", "", MetricKind::Count,
        "Requests the proxy sent a second time, since their reused connection ended before any reply: the target may "
        "have seen both.",
        count<&Counters::resent>},
    Metric{"left_out", "Left out", "", MetricKind::Count,
           "Steps that flows did not come to, since one before had failed or their user had to go.",
           count<&Counters::leftOut>},
    Metric{"time_queued_ms", "Queued", "ms", MetricKind::Latency,
           "Mean time from when a request answered well was due until it was sent: Weir's own delay, not the target's.",
           meanTime<&TimeSums::queued>},
    Metric{"time_send_ms", "Send", "ms", MetricKind::Latency,
           "Of the time at the target, the mean that writing the request took.", meanTime<&TimeSums::send>},
    Metric{"time_wait_ms", "First byte", "ms", MetricKind::Latency,
           "Of the time at the target, the mean wait from the request's end to the reply's head.",
           meanTime<&TimeSums::wait>},
    Metric{"time_receive_ms", "Receive", "ms", MetricKind::Latency,
           "Of the time at the target, the mean from the reply's head to its end.", meanTime<&TimeSums::receive>},
    Metric{"cold_requests", "Cold", "", MetricKind::Count, "Requests that a connection was opened for.",
           count<&Counters::coldUses>},
    Metric{"cold_service_mean_ms", "Cold mean", "ms", MetricKind::Latency,
           "Mean service time of requests answered well that a connection was opened for.", coldMean},
    percentileMetric<DistributionId::ColdService, 500>(
        "cold_service_p50_ms", "Cold p50",
        "Median service time of requests answered well that a connection was opened for; of a whole stretch only."),
    percentileMetric<DistributionId::ColdService, 990>(
        "cold_service_p99_ms", "Cold p99", "99th percentile of their service time; of a whole stretch only."),
    Metric{"warm_service_mean_ms", "Warm mean", "ms", MetricKind::Latency,
           "Mean service time of requests answered well on a connection that was open already.", warmMean},
    percentileMetric<DistributionId::WarmService, 500>(
        "warm_service_p50_ms", "Warm p50",
        "Median service time of requests answered well on a connection that was open already; of a whole stretch "
        "only."),
    percentileMetric<DistributionId::WarmService, 990>(
        "warm_service_p99_ms", "Warm p99", "99th percentile of their service time; of a whole stretch only."),
    Metric{
        "target_cpu_ratio", "Target CPU", "", MetricKind::Level,
        "Processors that the target's processes kept busy, where they run on this machine: 100 % is one of them.",
        [](const Source& s) { return s.levels ? ofTarget(s, base::toSeconds(s.levels->target.cpu)) : std::nullopt; }},
    Metric{"target_rss_bytes", "Target memory", "B", MetricKind::Level,
           "Resident memory of the target's processes, mean over time.",
           targetMean<&TargetLevels::residentByteSeconds>},
    Metric{"target_rss_max_bytes", "Target memory, most", "B", MetricKind::Level,
           "Resident memory of the target's processes, the most at once.",
           [](const Source& s) -> Value {
               if (!s.levels || s.levels->target.span <= base::Nanos::zero())
                   return std::nullopt;
               return static_cast<double>(s.levels->target.residentMax);
           }},
    Metric{"target_sockets", "Target sockets", "", MetricKind::Level,
           "Open sockets of the target's processes, mean over time.",
           targetMean<&TargetLevels::socketSeconds, &TargetLevels::socketSpan>},
    Metric{"target_threads", "Target threads", "", MetricKind::Level,
           "Threads of the target's processes, mean over time.", targetMean<&TargetLevels::threadSeconds>},
    Metric{"target_network_bytes_per_s", "Target network", "B/s", MetricKind::Level,
           "Bytes each second over the network interfaces that the target sees, loopback included: a container's own, "
           "else the whole machine's.",
           targetMean<&TargetLevels::networkBytes, &TargetLevels::networkSpan>},
    Metric{"held_back_late", "Held back, late", "", MetricKind::Count,
           "Requests that were sent late because load.max_in_flight were unanswered when they were due, or when one in "
           "front of them was; or load.max_visitors on their way through flows.",
           count<&Counters::heldBackLate>},
    Metric{"held_back_skipped", "Held back, skipped", "", MetricKind::Count,
           "Requests that were left out for the same reason (load.late=skip).", count<&Counters::heldBackSkipped>},
    Metric{"generator_delay_ratio", "Generator delayed", "", MetricKind::Level,
           "Share of the worker threads' time that they were ready to run and other threads had the processor.",
           [](const Source& s) -> Value {
               if (!s.levels || !s.levels->hasWorkerDelay)
                   return std::nullopt;
               return ratio(base::toSeconds(s.levels->workerDelay), base::toSeconds(s.levels->workerTime));
           }},
    Metric{"target_lookup_ms", "Name look-up", "ms", MetricKind::Level,
           "What looking up the target's name took before the run. What requests wait for it is time_lookup_ms.",
           [](const Source& s) -> Value {
               if (!s.levels || s.levels->target.lookup <= base::Nanos::zero())
                   return std::nullopt;
               return std::chrono::duration<double, std::milli>(s.levels->target.lookup).count();
           }},
    Metric{"iterations", "Iterations", "", MetricKind::Count,
           "Flows that came to their end, be it at a step that failed, and requests outside of flows.",
           count<&Counters::iterations>},
    Metric{"iteration_mean_ms", "Iteration mean", "ms", MetricKind::Latency,
           "Mean time of an iteration, from when its first request was due to the end of its last, pauses included.",
           iterationMean},
    Metric{"sent_bytes", "Sent", "B", MetricKind::Bytes,
           "Request lines, header fields and bodies that were sent; in process, by the proxy to the target.",
           count<&Counters::sentBytes>},
    Metric{"latency_saturated", "Above an hour", "", MetricKind::Count,
           "Requests answered well with a response time above one hour: percentiles count them as one hour, while "
           "maximum and mean "
           "are exact.",
           [](const Source& s) -> Value { return static_cast<double>(s.response.saturated); }},
    Metric{"failed_latency_mean_ms", "Failed, mean", "ms", MetricKind::Latency,
           "Mean time from the intended start of a request that failed until it did.",
           [](const Source& s) { return milliseconds(s.failed, s.failed.mean()); }},
    percentileMetric<DistributionId::Failed, 500>(
        "failed_latency_p50_ms", "Failed, p50",
        "Half of the requests that failed had done so within this. Fast where connections are refused, slow where time "
        "limits pass."),
    percentileMetric<DistributionId::Failed, 990>("failed_latency_p99_ms", "Failed, p99",
                                                  "99 % of the requests that failed had done so within this."),
    Metric{"failed_latency_max_ms", "Failed, max", "ms", MetricKind::Latency,
           "Longest time until a request failed, exactly.",
           [](const Source& s) { return milliseconds(s.failed, static_cast<double>(s.failed.max)); }},
    percentileMetric<DistributionId::Adjusted, 500>(
        "adjusted_p50_ms", "Adjusted p50",
        "Half of the planned requests were answered well within this. What failed, was skipped or never ended counts "
        "as never answered, so where it is more than half this is infinite."),
    percentileMetric<DistributionId::Adjusted, 900>(
        "adjusted_p90_ms", "Adjusted p90",
        "Nine of ten planned requests were answered well within this; infinite where more than one of ten was not."),
    percentileMetric<DistributionId::Adjusted, 950>(
        "adjusted_p95_ms", "Adjusted p95",
        "95 % of the planned requests were answered well within this; infinite where more than 5 % were not."),
    percentileMetric<DistributionId::Adjusted, 990>(
        "adjusted_p99_ms", "Adjusted p99",
        "99 % of the planned requests were answered well within this; infinite where more than 1 % were not. What "
        "p(99) judges."),
    percentileMetric<DistributionId::Adjusted, 999>(
        "adjusted_p999_ms", "Adjusted p99.9",
        "99.9 % of the planned requests were answered well within this; infinite where more than 0.1 % were not."),
    Metric{"good_ratio", "Good", "", MetricKind::Ratio,
           "Planned requests answered well within slo.good_within_ms, of all of which it is known.",
           [](const Source& s) {
               return judgesGood(s)
                   ? ratio(static_cast<double>(s.counters->good), static_cast<double>(s.counters->decided()))
                   : std::nullopt;
           }},
    Metric{"good_rps", "Good rate", "req/s", MetricKind::Rate,
           "Requests per second that were answered well within slo.good_within_ms.",
           [](const Source& s) { return judgesGood(s) ? perSecond(s.counters->good, s) : std::nullopt; }},
};

} // namespace

std::span<const Metric> metrics()
{
    return catalogue;
}

} // namespace weir::metrics
