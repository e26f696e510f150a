// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/report_writer.h"

namespace weir::session {

void ReportWriter::write(const report::ReportFormat& format, const report::RunReport& report, const std::string& path,
                         QObject* owner, const Done& done)
{
    m_pool.start([&format, report, path, owner, done] {
        const auto failures = report::writeReport(format, report, path);
        QMetaObject::invokeMethod(owner, [done, failures] { done(failures); });
    });
}

} // namespace weir::session
