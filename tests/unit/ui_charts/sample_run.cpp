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
                    {"time_upstream_ms", noise(first ? 1.6 : 2.7, 0.05)}});
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
    addEvent(run, change, "pool.max_connections 64 → 32");
    addEvent(run, change * 2, "compression.codec gzip → brotli");
    return run;
}

} // namespace weir::support
