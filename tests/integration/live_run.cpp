// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/live_run.h"

#include "core/metrics/metric_catalog.h"
#include "core/report/csv.h"

#include <cmath>

namespace weir::integration {

using metrics::EpochId;
using metrics::PhaseId;

LiveRun::LiveRun(const settings::Scenario& scenario)
{
    auto run = session::Run::start(scenario, {}, [this](metrics::SnapshotPtr snapshot) { take(std::move(snapshot)); });
    if (run)
        m_run = *std::move(run);
    else
        m_error = base::text(run.error());
}

void LiveRun::take(metrics::SnapshotPtr snapshot)
{
    const auto now = Clock::now();
    const std::lock_guard lock{m_mutex};
    m_snapshots.try_emplace(snapshot->epoch, now);
    for (const auto& row : snapshot->rows)
        if (row->endpoint < 0 && count(*row, "requests") > 0)
            m_requests.try_emplace(row->epoch, now);
    m_latest = std::move(snapshot);
    m_arrived.notify_all();
}

void LiveRun::apply(const settings::Scenario& scenario)
{
    {
        const std::lock_guard lock{m_mutex};
        m_applied[static_cast<EpochId>(m_applied.size() + 1)] = Clock::now();
    }
    m_run->apply(scenario);
}

bool LiveRun::waitFor(const std::function<bool(const metrics::Snapshot&)>& reached)
{
    std::unique_lock lock{m_mutex};
    return m_arrived.wait_for(lock, patience, [&] { return m_latest && reached(*m_latest); });
}

bool LiveRun::waitForEpoch(EpochId epoch)
{
    return waitFor([epoch](const auto& snapshot) {
        const auto* row = snapshot.total(metrics::measuredPhase, epoch);
        return row && count(*row, "requests") > 0;
    });
}

bool LiveRun::waitForEnd()
{
    return waitFor([](const auto& snapshot) { return snapshot.state == metrics::RunState::Finished; });
}

bool LiveRun::stop()
{
    m_run->stop();
    return waitForEnd();
}

metrics::SnapshotPtr LiveRun::snapshot() const
{
    const std::lock_guard lock{m_mutex};
    return m_latest;
}

support::CsvTable LiveRun::csv() const
{
    return support::CsvTable::parse(report::reportCsv(report()));
}

LiveRun::Arrival LiveRun::arrival(EpochId epoch) const
{
    const std::lock_guard lock{m_mutex};
    const auto since = [&](const auto& moments) {
        const auto at = moments.find(epoch);
        return at == moments.end()
            ? -1
            : std::chrono::duration<double, std::milli>(at->second - m_applied.at(epoch)).count();
    };
    Arrival arrival;
    arrival.snapshotMs = since(m_snapshots);
    arrival.requestsMs = since(m_requests);
    return arrival;
}

double value(const metrics::Row& row, std::string_view metric)
{
    return row.values[metrics::metricIndex(metric)];
}

std::uint64_t count(const metrics::Row& row, std::string_view metric)
{
    return static_cast<std::uint64_t>(std::llround(value(row, metric)));
}

} // namespace weir::integration
