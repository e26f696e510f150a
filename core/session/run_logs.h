// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/hlog.h"
#include "core/report/jtl.h"
#include "core/session/run.h"

#include <memory>
#include <string>
#include <vector>

namespace weir::session {

// Where they go; empty for none.
struct LogPaths {
    std::string hlog; // HdrHistogram's log, by second and endpoint
    std::string jtl;  // each request, as JMeter has them

    bool empty() const { return hlog.empty() && jtl.empty(); }
    bool operator==(const LogPaths&) const = default;
};

// The files that are written while a run goes on, of its measured phases. Opened before it, so that one that cannot be
// made is told while nothing is lost; fed on the collector's thread, and closed by any other after the last snapshot.
// One that is not finished leaves no file.
class RunLogs {
public:
    static base::Result<std::shared_ptr<RunLogs>> open(const LogPaths& paths, const settings::Scenario& scenario);

    // Asks the run for what they need; its options keep `logs` for as long.
    static void attach(const std::shared_ptr<RunLogs>& logs, RunOptions& options);

    // What failed, one message each.
    std::vector<base::Error> finish(const metrics::RunInfo& run);

private:
    RunLogs() = default;
    void begin(const metrics::RunInfo& run);
    void append(const metrics::IntervalRecord& record, const metrics::RunInfo& run);
    void append(std::span<const metrics::ExchangeRecord> records, const metrics::RunInfo& run);

    std::unique_ptr<report::HlogFile> m_hlog; // null where it was not asked for
    std::unique_ptr<report::JtlFile> m_jtl;
    bool m_begun = false;
};

} // namespace weir::session
