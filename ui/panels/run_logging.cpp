// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/run_logging.h"

#include "core/session/run_controller.h"
#include "ui/models/figure_text.h"
#include "ui/panels/banner.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>

namespace weir::ui {

using session::LogPaths;
using session::RunController;

static const QLatin1String logKey("log");

RunLogging::RunLogging(const RunController* controller, BannerArea* banners, QWidget* window)
    : QObject(window)
    , m_controller(controller)
    , m_banners(banners)
    , m_window(window)
    , m_folder(QDir::homePath())
    , m_kinds{Kind{&LogPaths::hlog, QStringLiteral("hlog")}, Kind{&LogPaths::jtl, QStringLiteral("jtl")}}
{
    connect(controller, &RunController::finished, this, &RunLogging::finish);
    connect(controller, &RunController::failed, this, [this] { m_open.reset(); });
}

void RunLogging::addTo(QMenu* menu)
{
    m_kinds[0].action = menu->addAction(tr("Lo&g the next run (.hlog)…"));
    m_kinds[0].action->setObjectName(QStringLiteral("action.logHlog"));
    m_kinds[1].action = menu->addAction(tr("List the next run's re&quests (.jtl)…"));
    m_kinds[1].action->setObjectName(QStringLiteral("action.logJtl"));
    for (const auto& kind : m_kinds) {
        kind.action->setCheckable(true);
        connect(kind.action, &QAction::triggered, this, [this, &kind](bool on) { choose(kind, on); });
    }
}

void RunLogging::choose(const Kind& kind, bool on)
{
    std::string path;
    if (on)
        path = QFileDialog::getSaveFileName(
                   m_window, tr("Write while the next run goes on"),
                   QDir(m_folder).filePath(QStringLiteral("weir.%1").arg(kind.suffix)),
                   tr("%1 files (*.%2);;All files (*)").arg(kind.suffix.toUpper(), kind.suffix))
                   .toStdString();
    auto paths = m_paths;
    for (const auto& each : m_kinds)
        if (paths.*each.path == path) // a file holds one of them
            (paths.*each.path).clear();
    paths.*kind.path = path;
    setPaths(paths);
}

void RunLogging::setPaths(const LogPaths& paths)
{
    m_paths = paths;
    for (const auto& kind : m_kinds) {
        const QString path = text(m_paths.*kind.path);
        if (!path.isEmpty())
            m_folder = QFileInfo(path).path();
        if (kind.action) {
            kind.action->setChecked(!path.isEmpty());
            kind.action->setToolTip(path);
        }
    }
    if (m_paths.empty())
        m_banners->dismiss(logKey);
    else
        tellWanted();
}

QString RunLogging::namesOf(const LogPaths& paths) const
{
    QStringList names;
    for (const auto& kind : m_kinds)
        if (!(paths.*kind.path).empty())
            names.append(QFileInfo(text(paths.*kind.path)).fileName());
    return names.join(tr(" and "));
}

void RunLogging::tellWanted()
{
    m_banners->show({logKey,
                     BannerText::Severity::Info,
                     tr("The next run writes %1 while it goes on.").arg(namesOf(m_paths)),
                     {},
                     {{tr("Do not"), [this] { setPaths({}); }}}});
}

void RunLogging::tellRefused(const base::Error& error)
{
    m_banners->show({logKey,
                     BannerText::Severity::Error,
                     tr("The run was not started: %1 cannot be written.").arg(namesOf(m_paths)),
                     {text(base::text(error)), tr("Choose another file in the Run menu, or run without it.")},
                     {{tr("Run without"),
                       [this] {
                           setPaths({});
                           emit runRequested();
                       },
                       true}}});
}

bool RunLogging::prepare(const settings::Scenario& scenario, session::RunOptions& options)
{
    if (m_paths.empty())
        return true;
    auto opened = session::RunLogs::open(m_paths, scenario);
    if (!opened) {
        tellRefused(opened.error());
        return false;
    }
    m_open = *std::move(opened);
    m_openPaths = m_paths;
    session::RunLogs::attach(m_open, options);
    m_banners->dismiss(logKey);
    return true;
}

static QString folderOf(const LogPaths& paths)
{
    return QFileInfo(text(paths.hlog.empty() ? paths.jtl : paths.hlog)).path();
}

void RunLogging::finish()
{
    const auto logs = std::exchange(m_open, nullptr);
    if (!logs)
        return;
    QStringList failures;
    for (const auto& error : logs->finish(*m_controller->report().snapshot->run))
        failures.append(text(base::text(error)));
    if (m_paths == m_openPaths) // and no others were chosen since, for the run to come
        setPaths({});
    const QString written = namesOf(m_openPaths);
    if (failures.isEmpty())
        m_banners->show({logKey,
                         BannerText::Severity::Info,
                         tr("Wrote %1.").arg(written),
                         {QDir::toNativeSeparators(folderOf(m_openPaths))},
                         {}});
    else
        m_banners->show(
            {logKey, BannerText::Severity::Error, tr("%1 could not be written whole.").arg(written), failures, {}});
}

} // namespace weir::ui
