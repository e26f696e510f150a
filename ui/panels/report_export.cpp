// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/report_export.h"

#include "core/report/csv.h"
#include "core/session/run_controller.h"
#include "ui/models/figure_text.h"
#include "ui/panels/banner.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

namespace weir::ui {

ReportExport::ReportExport(const session::RunController* controller, BannerArea* banners, QWidget* window)
    : QObject(window)
    , m_controller(controller)
    , m_banners(banners)
    , m_window(window)
    , m_folder(QDir::homePath())
{
}

bool ReportExport::isPossible() const
{
    return m_controller->report().snapshot != nullptr;
}

QString ReportExport::proposedName(Kind kind) const
{
    const QString run = text(m_controller->report().snapshot->run->runId);
    return QStringLiteral("weir-%1%2.csv").arg(run, kind == Kind::Series ? QStringLiteral("-series") : QString());
}

void ReportExport::ask(Kind kind)
{
    if (!isPossible())
        return;
    const QString title = kind == Kind::Report ? tr("Export report") : tr("Export series");
    const QString path = QFileDialog::getSaveFileName(m_window, title, QDir(m_folder).filePath(proposedName(kind)),
                                                      tr("CSV files (*.csv);;All files (*)"));
    if (!path.isEmpty())
        write(kind, path);
}

bool ReportExport::write(Kind kind, const QString& path)
{
    if (!isPossible())
        return false;
    const auto& report = m_controller->report();
    const auto content = kind == Kind::Report ? report::reportCsv(report) : report::seriesCsv(report);
    const QString name = QFileInfo(path).fileName();
    if (const auto written = report::writeFile(path.toStdString(), content); !written) {
        m_banners->show({QStringLiteral("export"),
                         BannerText::Severity::Error,
                         tr("%1 was not written.").arg(name),
                         {text(base::text(written.error()))},
                         {{tr("Try again…"), [this, kind] { ask(kind); }, true}}});
        return false;
    }
    m_folder = QFileInfo(path).path();
    m_banners->show({QStringLiteral("export"),
                     BannerText::Severity::Info,
                     tr("Wrote %1.").arg(name),
                     {QDir::toNativeSeparators(path)},
                     {}});
    return true;
}

} // namespace weir::ui
