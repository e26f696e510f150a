// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/k6_metrics.h"

#include "core/report/json_text.h"
#include "core/report/last_epoch.h"

#include <boost/json.hpp>

#include <cmath>
#include <limits>

namespace weir::report {

namespace json = boost::json;
using metrics::Row;

static double metric(const Row& row, std::string_view id)
{
    return row.values[metrics::metricIndex(id)];
}

static json::value member(const Row& row, std::string_view id)
{
    return jsonNumber(metric(row, id));
}

static json::object counter(const Row& row, double count)
{
    const double seconds = std::chrono::duration<double>(row.end - row.begin).count();
    return {{"count", jsonNumber(count)},
            {"rate", jsonNumber(seconds > 0 ? count / seconds : std::numeric_limits<double>::quiet_NaN())}};
}

static json::object duration(const Row& row)
{
    return {{"avg", member(row, "latency_mean_ms")},  {"min", member(row, "latency_min_ms")},
            {"med", member(row, "latency_p50_ms")},   {"max", member(row, "latency_max_ms")},
            {"p(90)", member(row, "latency_p90_ms")}, {"p(95)", member(row, "latency_p95_ms")},
            {"p(99)", member(row, "latency_p99_ms")}};
}

// k6's parts of a request. Of these a mean is kept, exactly, and no distribution.
static json::object mean(const Row& row, std::string_view id)
{
    return {{"avg", member(row, id)}};
}

json::object k6Metrics(const metrics::Snapshot& snapshot)
{
    const auto totals = measuredTotals(snapshot);
    if (totals.empty())
        return {};
    const auto& row = *totals.back();
    return {{"http_reqs", counter(row, metric(row, "requests"))},
            {"http_req_duration", duration(row)},
            {"http_req_blocked", mean(row, "time_pool_ms")},
            {"http_req_connecting", mean(row, "time_connect_ms")},
            {"http_req_tls_handshaking", mean(row, "time_tls_ms")},
            {"http_req_sending", mean(row, "time_send_ms")},
            {"http_req_waiting", mean(row, "time_wait_ms")},
            {"http_req_receiving", mean(row, "time_receive_ms")},
            {"http_req_failed",
             {{"value", member(row, "error_ratio")}, {"passes", member(row, "failed")}, {"fails", member(row, "ok")}}},
            {"dropped_iterations", counter(row, metric(row, "skipped"))},
            {"data_received", counter(row, metric(row, "header_bytes") + metric(row, "wire_bytes"))}};
}

} // namespace weir::report
