// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/plausible_run.h"

#include "core/metrics/metric_catalog.h"
#include "tests/unit/ui_charts/sample_run.h"

#include <array>
#include <cmath>

namespace weir::support {

using namespace weir::metrics;

namespace {

struct Endpoint {
    const char* name;
    double share;
    double p50;
    double p90;
    double p99;
    double max;
    double identity;
    double saved;
    double hits;
    double poolWait;
};

constexpr std::array endpoints{
    Endpoint{"list_products", 0.40, 1.1, 2.9, 9.8, 31, 39117, 0.86, 0.84, 0.4},
    Endpoint{"product_by_id", 0.30, 0.9, 2.2, 8.1, 28, 2150, 0.62, 0.77, 0.4},
    Endpoint{"search", 0.15, 6.4, 11, 19, 44, 12902, 0.82, 0.38, 1.9},
    Endpoint{"customer_orders", 0.10, 5.2, 9.4, 17, 39, 5120, 0.74, 0.0, 1.7},
    Endpoint{"place_order", 0.03, 7.9, 14, 26, 52, 310, 0.0, 0.0, 2.2},
    Endpoint{"sales_report", 0.02, 48, 71, 118, 160, 303104, 0.90, 0.91, 3.2},
};
constexpr Endpoint all{"*", 1, 1.4, 5.8, 12.4, 160, 24800, 0.84, 0.71, 0.6};

std::shared_ptr<const RunInfo> makeInfo()
{
    auto info = std::make_shared<RunInfo>();
    info->runId = "20260131T081530-4f2a";
    info->scenario = "Demo shop";
    for (const auto& endpoint : endpoints)
        info->endpoints.emplace_back(endpoint.name);
    info->warmup = std::chrono::seconds{2};
    info->duration = std::chrono::seconds{118};
    info->target = "http://127.0.0.1:41873";
    info->builtInOrigin = true;
    return info;
}

void set(Row& row, const char* id, double value)
{
    row.values[metricIndex(id)] = value;
}

// Percentiles that would rest on too few samples are left out, as in a real row.
double ifEnough(double value, double requests, double percentile)
{
    return requests >= static_cast<double>(samplesNeeded(percentile)) ? value : std::nan("");
}

std::shared_ptr<const Row> makeRow(const Endpoint& from, int endpoint, EpochId epoch, double total, double seconds,
                                   double slower)
{
    auto row = std::make_shared<Row>();
    row->endpoint = endpoint;
    row->epoch = epoch;
    row->values.assign(metrics::metrics().size(), std::nan(""));
    const double requests = std::round(total * from.share);
    set(*row, "requests", requests);
    set(*row, "achieved_rps", requests / seconds);
    set(*row, "failed", endpoint == 4 ? 3 : 0);
    set(*row, "error_ratio", requests > 0 ? (endpoint == 4 ? 3 : 0) / requests : std::nan(""));
    set(*row, "latency_p50_ms", ifEnough(from.p50 * slower, requests, 50));
    set(*row, "latency_p90_ms", ifEnough(from.p90 * slower, requests, 90));
    set(*row, "latency_p99_ms", ifEnough(from.p99 * slower, requests, 99));
    set(*row, "latency_max_ms", requests > 0 ? from.max * slower : std::nan(""));
    set(*row, "identity_bytes", from.identity * requests);
    set(*row, "wire_bytes", from.identity * requests * (1 - from.saved));
    set(*row, "bytes_saved_ratio", from.saved);
    set(*row, "cache_hit_ratio", from.hits);
    set(*row, "pool_wait_p99_ms", ifEnough(from.poolWait * slower, requests * (1 - from.hits), 99));
    if (endpoint < 0) {
        set(*row, "pool_saturation_ratio", 0.6 * slower);
        set(*row, "generator_cpu_ratio", 0.2);
        set(*row, "schedule_lag_p99_ms", 0.0031);
    }
    return row;
}

void addRows(Snapshot& run, EpochId epoch, double requests, double slower)
{
    constexpr double seconds = 20;
    run.rows.push_back(makeRow(all, -1, epoch, requests, seconds, slower));
    for (std::size_t i = 0; i < endpoints.size(); ++i)
        run.rows.push_back(makeRow(endpoints[i], static_cast<int>(i), epoch, requests, seconds, slower));
}

void addFailures(Snapshot& run, int count)
{
    for (int i = 0; i < count; ++i)
        run.failures.push_back({.endpoint = 4,
                                .outcome = i % 2 ? Outcome::PoolTimeout : Outcome::StatusError,
                                .status = i % 2 ? 0 : 500,
                                .detail = i % 2 ? "waited 2000 ms for a connection" : "the target answered 500",
                                .request = "POST /orders",
                                .body = i % 2 ? "" : R"({"error": "the warehouse does not answer", "code": 1729})",
                                .at = std::chrono::seconds{7 + 5 * i}});
}

void addHealth(Snapshot& run)
{
    auto last = std::make_shared<Point>(*run.recent.back());
    last->values[metricIndex("error_ratio")] = 0;
    last->values[metricIndex("bytes_saved_ratio")] = 0.836;
    last->values[metricIndex("generator_cpu_ratio")] = 0.2;
    last->values[metricIndex("origin_cpu_ratio")] = 0.22;
    last->values[metricIndex("schedule_lag_p99_ms")] = 0.0031;
    run.recent.back() = last;
}

} // namespace

SnapshotPtr plausibleRun(const PlausibleRun& wanted)
{
    auto run = std::make_shared<Snapshot>(sampleRun(wanted.seconds));
    run->run = makeInfo();
    run->state = wanted.state;
    run->phase = measuredPhase;
    run->verdict = {Verdict::Level::Valid, {"99.98 % of the planned requests went out in time"}};
    if (!wanted.knobTurned)
        run->events.clear();
    else
        run->events.resize(1);
    addRows(*run, 0, wanted.requestsBefore, 1.4);
    if (wanted.knobTurned)
        addRows(*run, 1, wanted.requestsAfter, 1);
    addFailures(*run, wanted.failures);
    addHealth(*run);
    return run;
}

} // namespace weir::support
