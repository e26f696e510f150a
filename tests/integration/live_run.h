// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/run.h"
#include "tests/support/csv_table.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>

namespace weir::integration {

// A run as its reader sees it: the snapshots that arrive, and when. Used on the test's thread; every wait is bounded.
class LiveRun {
public:
    static constexpr std::chrono::seconds patience{30};

    explicit LiveRun(const settings::Scenario& scenario);

    bool started() const { return m_run != nullptr; }
    const std::string& error() const { return m_error; }

    void apply(const settings::Scenario& scenario);
    bool waitFor(const std::function<bool(const metrics::Snapshot&)>& reached);
    bool waitForEpoch(metrics::EpochId epoch); // with requests of its own
    bool waitForEnd();
    bool stop(); // and waits for the end

    metrics::SnapshotPtr snapshot() const;
    report::RunReport report() const { return m_run->report(); }
    support::CsvTable csv() const;

    // From apply() to the first snapshot under the new epoch, and to the first with requests in its row.
    struct Arrival {
        double snapshotMs = -1;
        double requestsMs = -1;
    };
    Arrival arrival(metrics::EpochId epoch) const;

private:
    using Clock = std::chrono::steady_clock;

    void take(metrics::SnapshotPtr snapshot);

    mutable std::mutex m_mutex; // guards what follows, but for the run
    mutable std::condition_variable m_arrived;
    metrics::SnapshotPtr m_latest;
    std::map<metrics::EpochId, Clock::time_point> m_applied;
    std::map<metrics::EpochId, Clock::time_point> m_snapshots;
    std::map<metrics::EpochId, Clock::time_point> m_requests;

    std::string m_error;
    std::unique_ptr<session::Run> m_run; // last, so that its threads end before what they report to
};

double value(const metrics::Row& row, std::string_view metric);
std::uint64_t count(const metrics::Row& row, std::string_view metric);

} // namespace weir::integration
