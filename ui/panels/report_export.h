// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/report_writer.h"

#include <QObject>

class QWidget;

namespace weir::session {
class RunController;
} // namespace weir::session

namespace weir::ui {

class BannerArea;

// Writes the report of the run in progress, or of the last one, to a file of any format that weir-cli has for it. It is
// put together and written beside the window's thread; a banner tells how that ended.
class ReportExport : public QObject {
    Q_OBJECT

public:
    ReportExport(const session::RunController* controller, BannerArea* banners, QWidget* window);

    bool isPossible() const;                      // there is something to write
    void ask(const report::ReportFormat& format); // for the file, then writes
    void write(const report::ReportFormat& format, const QString& path);

private:
    QString proposedName(const report::ReportFormat& format) const;
    void tell(const report::ReportFormat& format, const QString& path, const QStringList& failures);

    const session::RunController* m_controller;
    BannerArea* m_banners;
    QWidget* m_window;
    QString m_folder;
    session::ReportWriter m_writer; // the last member: it waits for what is being written
};

} // namespace weir::ui
