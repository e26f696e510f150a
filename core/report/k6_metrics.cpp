// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/k6_metrics.h"

#include "core/report/json_text.h"
#include "core/report/last_epoch.h"
#include "core/settings/load_stages.h"
#include "core/settings/validate.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

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

// Of the requests answered well, as k6 tags them.
static json::object expectedDuration(const Row& row)
{
    return {{"avg", member(row, "latency_mean_ms")},  {"min", member(row, "latency_min_ms")},
            {"med", member(row, "latency_p50_ms")},   {"max", member(row, "latency_max_ms")},
            {"p(90)", member(row, "latency_p90_ms")}, {"p(95)", member(row, "latency_p95_ms")},
            {"p(99)", member(row, "latency_p99_ms")}};
}

static json::value k6Milliseconds(const metrics::Histogram& of, double nanos)
{
    return of.empty() ? json::value(nullptr) : jsonNumber(nanos / 1e6);
}

static json::value k6Percentile(const metrics::Histogram& of, double percent)
{
    return of.count() < metrics::samplesNeeded(percent)
        ? json::value(nullptr)
        : k6Milliseconds(of, static_cast<double>(of.percentile(percent)));
}

// Of all requests, those that failed as well: that is k6's.
static json::object duration(const Row& row)
{
    if (!row.failed || !row.response)
        return expectedDuration(row);
    auto all = *row.response;
    all.merge(*row.failed);
    return {{"avg", k6Milliseconds(all, all.mean())}, {"min", k6Milliseconds(all, static_cast<double>(all.min()))},
            {"med", k6Percentile(all, 50)},           {"max", k6Milliseconds(all, static_cast<double>(all.max()))},
            {"p(90)", k6Percentile(all, 90)},         {"p(95)", k6Percentile(all, 95)},
            {"p(99)", k6Percentile(all, 99)}};
}

static json::object mean(const Row& row, std::string_view id)
{
    return {{"avg", member(row, id)}};
}

// k6's parts of a request, of all requests again. Of these a mean is kept, exactly, and no distribution.
template <typename NanosOf>
static json::object meanPart(const Row& row, NanosOf nanosOf)
{
    if (!row.counters || row.counters->requests == 0)
        return {{"avg", nullptr}};
    const auto sum = nanosOf(row.counters->answered) + nanosOf(row.counters->lost);
    return {{"avg", jsonNumber(static_cast<double>(sum) / 1e6 / static_cast<double>(row.counters->requests))}};
}

static json::object stagePart(const Row& row, metrics::StageId stage)
{
    return meanPart(row,
                    [stage](const metrics::TimeSums& sums) { return sums.stages[static_cast<std::size_t>(stage)]; });
}

static const settings::Scenario& scenarioOf(const RunReport& report, const Row& row)
{
    return row.epoch < report.epochs.size() ? *report.epochs[row.epoch] : report.scenario();
}

// Without flows each request is an iteration, so its distribution is known as well.
static json::object iterationDuration(const RunReport& report, const Row& row)
{
    return scenarioOf(report, row).flows.empty() ? duration(row) : mean(row, "iteration_mean_ms");
}

// Those whose replies are looked into, by what the scenario had in the row's epoch.
static std::set<std::string> judgedRequests(const RunReport& report, const Row& row)
{
    std::set<std::string> names;
    for (const auto& record : settings::effectiveRequests(scenarioOf(report, row)))
        if (!record.settings.checks.empty() || !record.settings.extract.empty())
            names.insert(record.name);
    return names;
}

static json::object checks(const RunReport& report, const Row& total)
{
    const auto& snapshot = *report.snapshot;
    const auto judged = judgedRequests(report, total);
    double passed = 0;
    double failed = 0;
    for (const auto& row : snapshot.rows) {
        if (row->phase != total.phase || row->epoch != total.epoch || row->endpoint < 0)
            continue;
        const auto& name = snapshot.run->endpoints[static_cast<std::size_t>(row->endpoint)];
        if (!judged.contains(name))
            continue;
        passed += metric(*row, "ok");
        failed += static_cast<double>(row->outcomes[static_cast<std::size_t>(metrics::Outcome::CheckFailed)]);
    }
    return {{"value", jsonNumber(passed / (passed + failed))},
            {"passes", jsonNumber(passed)},
            {"fails", jsonNumber(failed)}};
}

// As LoadEngine follows it: the plan, until a change of the users replaces what is left of it.
static settings::LoadCurve plannedUsers(const RunReport& report, const Row& row)
{
    const auto& load = report.scenario().load;
    for (std::size_t epoch = 1; epoch <= row.epoch && epoch < report.epochs.size(); ++epoch)
        if (report.epochs[epoch]->load.users != report.epochs[epoch - 1]->load.users)
            return settings::LoadCurve::constant(scenarioOf(report, row).load.users);
    return settings::loadCurve(settings::loadPhases(load));
}

// A row lies within one phase, in which they change evenly.
static std::array<long, 2> usersOf(const RunReport& report, const Row& row)
{
    const auto curve = plannedUsers(report, row);
    const auto last = std::max(row.begin, row.end - base::Nanos{1});
    return {std::lround(curve.at(row.begin)), std::lround(curve.at(last))};
}

static void addUsers(json::object& metrics, const RunReport& report, const Row& row)
{
    if (scenarioOf(report, row).load.model != settings::LoadModel::Closed)
        return;
    const auto [first, last] = usersOf(report, row);
    long most = 0;
    for (const auto& each : report.snapshot->rows)
        if (each->endpoint < 0)
            most = std::max({most, usersOf(report, *each)[0], usersOf(report, *each)[1]});
    metrics["vus"] = {{"value", last}, {"min", std::min(first, last)}, {"max", std::max(first, last)}};
    metrics["vus_max"] = {{"value", most}};
}

json::object k6Metrics(const RunReport& report)
{
    const auto totals = measuredTotals(*report.snapshot);
    if (totals.empty())
        return {};
    const auto& row = *totals.back();
    json::object metrics{
        {"http_reqs", counter(row, metric(row, "requests"))},
        {"http_req_duration", duration(row)},
        {"http_req_duration{expected_response:true}", expectedDuration(row)},
        {"http_req_blocked", stagePart(row, metrics::StageId::Pool)},
        {"http_req_connecting", stagePart(row, metrics::StageId::Connect)},
        {"http_req_tls_handshaking", stagePart(row, metrics::StageId::Tls)},
        {"http_req_sending", meanPart(row, [](const auto& sums) { return sums.send; })},
        {"http_req_waiting", meanPart(row, [](const auto& sums) { return sums.wait; })},
        {"http_req_receiving", meanPart(row, [](const auto& sums) { return sums.receive; })},
        {"http_req_failed",
         {{"value", member(row, "error_ratio")}, {"passes", member(row, "failed")}, {"fails", member(row, "ok")}}},
        {"iterations", counter(row, metric(row, "iterations"))},
        {"iteration_duration", iterationDuration(report, row)},
        {"dropped_iterations", counter(row, metric(row, "skipped"))},
        {"data_received", counter(row, metric(row, "header_bytes") + metric(row, "wire_bytes"))},
        {"data_sent", counter(row, metric(row, "sent_bytes"))}};
    if (!judgedRequests(report, row).empty())
        metrics["checks"] = checks(report, row);
    addUsers(metrics, report, row);
    return metrics;
}

} // namespace weir::report
