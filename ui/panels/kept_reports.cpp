// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/kept_reports.h"

#include "core/report/csv.h"
#include "core/session/run_controller.h"
#include "ui/models/figure_text.h"
#include "ui/panels/banner.h"
#include "ui/plain_text.h"

#include <QDateTime>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QUrl>

namespace weir::ui {

using session::RunController;

static constexpr int mostKept = 30;
static const QLatin1String seriesSuffix("-series.csv");

KeptReports::KeptReports(const RunController* controller, BannerArea* banners, const QString& folder, QObject* parent)
    : QObject(parent)
    , m_controller(controller)
    , m_banners(banners)
    , m_folder(folder)
{
    connect(controller, &RunController::finished, this, &KeptReports::keep);
}

void KeptReports::keep()
{
    const auto& report = m_controller->report();
    if (!report.snapshot)
        return;
    QDir().mkpath(m_folder);
    const QString base = QStringLiteral("%1/weir-%2").arg(m_folder, text(report.snapshot->run->runId));
    auto written = report::writeFile((base + QStringLiteral(".csv")).toStdString(), report::reportCsv(report));
    if (written)
        written = report::writeFile((base + seriesSuffix).toStdString(), report::seriesCsv(report));
    if (!written) {
        m_banners->show({QStringLiteral("kept"),
                         BannerText::Severity::Warning,
                         tr("This run's report was not kept."),
                         {text(base::text(written.error())), tr("Export it (Ctrl+E) before you close the window.")},
                         {}});
        return;
    }
    m_banners->dismiss(QStringLiteral("kept"));
    trim();
}

// Their names begin with the run's start, so they sort by time.
QStringList KeptReports::reports() const
{
    QStringList paths;
    const QDir folder(m_folder);
    for (const QString& name :
         folder.entryList({QStringLiteral("weir-*.csv")}, QDir::Files, QDir::Name | QDir::Reversed))
        if (!name.endsWith(seriesSuffix))
            paths << folder.filePath(name);
    return paths;
}

void KeptReports::trim()
{
    for (const QString& path : reports().mid(mostKept)) {
        QFile::remove(path);
        QFile::remove(path.chopped(4) + seriesSuffix);
    }
}

void KeptReports::fill(QMenu* menu)
{
    constexpr int mostShown = 10;
    menu->clear();
    menu->setToolTipsVisible(true);
    for (const QString& path : reports().mid(0, mostShown)) {
        const QString when = QLocale().toString(QFileInfo(path).lastModified(), QLocale::ShortFormat);
        menu->addAction(caption(when), this, [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); })
            ->setToolTip(path);
    }
    if (menu->isEmpty()) {
        menu->addAction(tr("No run yet"))->setEnabled(false);
        return;
    }
    menu->addSeparator();
    menu->addAction(tr("Open their folder"), this,
                    [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_folder)); });
}

} // namespace weir::ui
