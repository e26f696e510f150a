// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/ui_charts/sample_run.h"

#include <cmath>
#include <random>

namespace weir::support {

static base::Nanos at(double seconds)
{
    return base::Nanos(static_cast<base::Nanos::rep>(seconds * 1e9));
}

std::shared_ptr<metrics::Point> pointAt(double seconds, std::initializer_list<std::pair<const char*, double>> values)
{
    auto point = std::make_shared<metrics::Point>();
    point->at = at(seconds);
    point->span = at(1);
    point->values.assign(metrics::metrics().size(), std::nan(""));
    for (const auto& [id, value] : values)
        point->values[metrics::metricIndex(id)] = value;
    return point;
}

namespace {

class Noise {
public:
    double operator()(double middle, double share) { return middle * (1 + share * m_dist(m_engine)); }

private:
    std::mt19937 m_engine{7};
    std::uniform_real_distribution<double> m_dist{-1, 1};
};

std::shared_ptr<metrics::Point> samplePoint(double t, double change, Noise& noise)
{
    const bool first = t > change;
    const bool second = t > change * 2;
    const double hit = std::min(0.7, 0.1 + 0.4 * t / change) + (second ? 0.1 : 0);
    const bool gap = t > change && t < change * 1.15; // a fresh epoch has too few samples for its tail
    return pointAt(t,
                   {{"achieved_rps", noise(1998, 0.02)},
                    {"offered_rps", 2000},
                    {"failed_rps", second ? noise(14, 0.6) : 0},
                    {"latency_p50_ms", noise(first ? 0.8 : 0.5, 0.12) * (second ? 1.6 : 1)},
                    {"latency_p90_ms", noise(second ? 4.4 : 2.6, 0.2)},
                    {"latency_p99_ms", gap ? std::nan("") : noise(first ? 14 : 26, 0.3)},
                    {"latency_p999_ms", gap ? std::nan("") : noise(first ? 34 : 66, 0.4)},
                    {"identity_bytes_per_s", noise(54e6, 0.02)},
                    {"wire_bytes_per_s",
                     noise(second      ? 7.4e6
                               : first ? 9e6
                                       : 14.6e6,
                           0.05)},
                    {"cache_hit_ratio", hit + 0.09},
                    {"cache_fresh_ratio", hit},
                    {"cache_revalidated_ratio", 0.06},
                    {"cache_stale_ratio", 0.03},
                    {"cache_miss_ratio", 0.91 - hit - 0.02},
                    {"cache_bypass_ratio", 0.02},
                    {"pool_limit", second ? 32 : 64},
                    {"pool_in_use_mean",
                     noise(second      ? 24
                               : first ? 31
                                       : 42,
                           0.06)},
                    {"pool_pending_mean", noise(first ? 1.4 : 11, 0.3)},
                    {"time_client_ms", noise(0.5, 0.1)},
                    {"time_compress_ms", noise(0.5, 0.1)},
                    {"time_cache_ms", 0},
                    {"time_decode_ms", 0},
                    {"time_pool_ms",
                     noise(second      ? 0.2
                               : first ? 0.4
                                       : 1,
                           0.2)},
                    {"time_upstream_ms", noise(first ? 1.6 : 2.7, 0.05)},
                    {"target_cpu_ratio", noise(first ? 0.52 : 0.87, 0.05)},
                    {"target_rss_bytes", noise(118e6, 0.01)},
                    {"target_sockets", first ? 35 : 67},
                    {"target_threads", 4},
                    {"target_network_bytes_per_s", noise(16e6, 0.05)}});
}

// Answers from the cache, others from the target, and a few stragglers.
void addLatencies(metrics::Snapshot& run, int seconds, double change)
{
    std::mt19937 engine{11};
    std::lognormal_distribution<double> spread{0, 0.25};
    std::uniform_real_distribution<double> unit{0, 1};
    const double length = std::max(0.25, seconds / 200.0);
    for (double begin = 0; begin < seconds; begin += length) {
        std::array<std::uint32_t, metrics::latency_band::count> counts{};
        for (int i = 0; i < 300; ++i) {
            const double kind = unit(engine);
            const double middle = kind < 0.005 ? 60 : kind < (begin < change ? 0.6 : 0.3) ? 4.2 : 0.6;
            ++counts[metrics::latency_band::of(static_cast<std::uint64_t>(middle * spread(engine) * 1e6))];
        }
        auto column = std::make_shared<metrics::LatencyColumn>();
        column->begin = at(begin);
        column->end = at(std::min(begin + length, double(seconds)));
        for (std::size_t band = 0; band < counts.size(); ++band)
            if (counts[band] > 0)
                column->cells.push_back({static_cast<std::uint16_t>(band), counts[band]});
        run.latencies.push_back(column);
    }
}

void addEvent(metrics::Snapshot& run, double seconds, const char* text)
{
    const int number = static_cast<int>(run.events.size()) + 1;
    run.events.push_back(metrics::EventMark{number, at(seconds), static_cast<metrics::EpochId>(number), text});
}

} // namespace

metrics::Snapshot sampleRun(int seconds, int fine)
{
    metrics::Snapshot run;
    auto info = std::make_shared<metrics::RunInfo>();
    info->warmup = at(2);
    info->duration = at(seconds);
    run.run = info;
    run.elapsed = at(seconds);
    run.state = metrics::RunState::Measuring;
    const double change = seconds * 0.3;
    Noise noise;
    for (int i = 1; i <= seconds; ++i)
        run.seconds.push_back(samplePoint(i, change, noise));
    for (int i = 0; i < fine; ++i)
        run.recent.push_back(samplePoint(seconds - 0.2 * (fine - 1 - i), change, noise));
    addLatencies(run, seconds, change);
    addEvent(run, change, "pool.max_connections 64 → 32");
    addEvent(run, change * 2, "compression.codec gzip → brotli");
    return run;
}

} // namespace weir::support
