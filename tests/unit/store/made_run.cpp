// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/store/made_run.h"

#include <cmath>

namespace weir::tests {

static std::shared_ptr<const metrics::Row> madeRow(int endpoint, double rate)
{
    auto row = std::make_shared<metrics::Row>();
    row->endpoint = endpoint;
    row->end = std::chrono::seconds{1};
    row->values.assign(metrics::metrics().size(), std::nan(""));
    row->values[metrics::metricIndex("requests")] = rate;
    row->values[metrics::metricIndex("achieved_rps")] = rate;
    auto response = std::make_shared<metrics::Histogram>();
    for (std::uint64_t i = 1; i <= 300; ++i)
        response->record(i * 10'007);
    response->recordInfinite(3);
    row->response = response;
    return row;
}

report::RunReport madeRun(const MadeRun& wanted)
{
    auto info = std::make_shared<metrics::RunInfo>();
    info->runId = wanted.id;
    info->startedAt = base::WallTime{std::chrono::seconds{1'700'000'000 + wanted.second}};
    info->scenario = wanted.scenario;
    info->endpoints = {"one"};
    auto snapshot = std::make_shared<metrics::Snapshot>();
    snapshot->run = info;
    snapshot->state = wanted.state;
    snapshot->elapsed = std::chrono::seconds{1};
    snapshot->phase = metrics::measuredPhase;
    snapshot->rows = {madeRow(-1, wanted.rate), madeRow(0, wanted.rate)};
    for (std::size_t i = 0; i < wanted.failures; ++i)
        snapshot->failures.push_back({.detail = std::string(1000, 'x'), .request = "GET /", .body = ""});
    auto settings = std::make_shared<settings::Scenario>();
    settings->scenario.name = wanted.scenario;
    report::RunReport report;
    report.snapshot = snapshot;
    report.epochs = {settings};
    return report;
}

} // namespace weir::tests
