// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/report_writer.h"
#include "ui/models/tuning_log.h"

#include <QObject>
#include <QStringList>

namespace weir::ui {

class BannerArea;

// Writes tuning reports to files: those of the table in core/report/tuning_format.h and PDF. Asks where, writes a
// neighbouring file first, tells in a banner what came of it. Texts are made and written beside the window's thread; a
// PDF is made on it, since its charts are widgets.
class TuningExport : public QObject {
    Q_OBJECT

public:
    // `log`: whose newest is exported where none is shown, and which a PDF lists; null: none.
    TuningExport(const TuningLog* log, BannerArea* banners, QWidget* parent);

    static QStringList formats(); // "csv", "json", "html", "pdf": what there is
    bool isPossible() const;      // there is a report
    void ask(const QString& format);
    void write(const QString& format, const QString& path);
    void setShown(const experiment::TuningReportPtr& report) { m_shown = report; } // that is exported; null: the newest

private:
    void writePdf(const experiment::TuningReport& report, const QString& path);
    experiment::TuningReportPtr report() const; // that is exported
    void tell(const QString& path, const QString& trouble);

    const TuningLog* m_log;
    BannerArea* m_banners;
    QWidget* m_window;
    experiment::TuningReportPtr m_shown;
    QString m_folder;
    session::ReportWriter m_writer; // the last member: it waits for what is being written
};

} // namespace weir::ui
