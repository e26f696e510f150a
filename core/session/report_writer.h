// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report_format.h"

#include <QObject>
#include <QThreadPool>

#include <functional>

namespace weir::session {

// Puts reports together and writes them on a thread of its own, one after the other, so that a window is not held up.
// Used on its owner's thread; when it goes, it waits for what is being written.
class ReportWriter {
public:
    ReportWriter() { m_pool.setMaxThreadCount(1); }

    // `done` is called on the thread of `owner`, which outlives this, with what failed.
    using Done = std::function<void(const std::vector<base::Error>& failures)>;
    void write(const report::ReportFormat& format, const report::RunReport& report, const std::string& path,
               QObject* owner, const Done& done);

    // The same of any other report: `work` makes it and writes it, and says what failed.
    using Work = std::function<std::vector<base::Error>()>;
    void start(Work work, QObject* owner, const Done& done);

private:
    QThreadPool m_pool;
};

} // namespace weir::session
