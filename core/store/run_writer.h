// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/run_report.h"
#include "core/store/database.h"
#include "core/store/liveness.h"

#include <optional>

namespace weir::store {

// Writes one run into the history, again and again while it goes on: each time what is new since the time before, in
// one transaction. What fails changes nothing, and the next time takes it up again. On the store's thread.
class RunWriter {
public:
    // `database` outlives this.
    explicit RunWriter(Database& database) : m_database(database) {}

    // Of a report with a snapshot.
    base::Status write(const report::RunReport& report);

private:
    base::Status writeNew(const report::RunReport& report);
    base::Status begin(const report::RunReport& report);
    base::Result<std::int64_t> layoutNumber();
    base::Status writeEpochs(const report::RunReport& report);
    base::Status writeRows(const metrics::Snapshot& snapshot);
    base::Status writeRow(const metrics::Row& row);
    base::Status writePoints(const metrics::Snapshot& snapshot);
    base::Status writeFailures(const metrics::Snapshot& snapshot);
    base::Status writeProgress(const report::RunReport& report);

    Database& m_database;
    std::optional<RunLock> m_lock;

    // What has been written.
    std::optional<std::int64_t> m_run; // its number
    metrics::SnapshotPtr m_written;
    std::size_t m_epochs = 0;
    std::size_t m_points = 0;
    std::size_t m_failures = 0;
};

} // namespace weir::store
