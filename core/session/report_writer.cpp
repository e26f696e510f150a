// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/report_writer.h"

#include <utility>

namespace weir::session {

void ReportWriter::write(const report::ReportFormat& format, const report::RunReport& report, const std::string& path,
                         QObject* owner, const Done& done)
{
    start([&format, report, path] { return report::writeReport(format, report, path); }, owner, done);
}

void ReportWriter::start(Work work, QObject* owner, const Done& done)
{
    m_pool.start([work = std::move(work), owner, done] {
        const auto failures = work();
        QMetaObject::invokeMethod(owner, [done, failures] { done(failures); });
    });
}

} // namespace weir::session
