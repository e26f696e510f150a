// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/recovery.h"

#include "core/settings/json.h"
#include "ui/models/scenario_model.h"
#include "ui/panels/banner.h"

#include <QDir>
#include <QUuid>

namespace weir::ui {

static QString lockOf(const QString& path)
{
    return path + QStringLiteral(".lock");
}

Recovery::Recovery(ScenarioModel* scenario, BannerArea* banners, const QString& folder, QObject* parent)
    : QObject(parent)
    , m_scenario(scenario)
    , m_banners(banners)
    , m_folder(folder)
    , m_path(QDir(folder).filePath(QUuid::createUuid().toString(QUuid::WithoutBraces) + QStringLiteral(".weir.json")))
{
    QDir().mkpath(folder);
    m_lock = std::make_unique<QLockFile>(lockOf(m_path));
    m_lock->setStaleLockTime(0); // only by its owner's death
    m_pause.setSingleShot(true);
    m_pause.setInterval(std::chrono::seconds{2});
    connect(&m_pause, &QTimer::timeout, this, &Recovery::write);
    connect(scenario, &ScenarioModel::changed, this, [this] { m_pause.start(); });
    connect(scenario, &ScenarioModel::opened, this, [this] { m_pause.start(); });
    connect(scenario, &ScenarioModel::stateChanged, this, [this] { m_pause.start(); });
}

Recovery::~Recovery()
{
    if (m_pause.isActive())
        write();
}

void Recovery::forget()
{
    m_pause.stop();
    QFile::remove(m_path);
}

// A failure to keep a copy is no reason to disturb: the next edit tries again.
void Recovery::write()
{
    m_pause.stop();
    if (!m_scenario->isModified()) {
        QFile::remove(m_path);
        return;
    }
    // Not at the start: a lock file is synchronised to the disk, and the window must not wait for that.
    if (!m_lock->isLocked())
        m_lock->tryLock();
    (void)settings::saveScenario(m_scenario->scenario(), m_path.toStdString());
}

QString Recovery::leftover() const
{
    const QDir folder(m_folder);
    for (const QString& name : folder.entryList({QStringLiteral("*.weir.json")}, QDir::Files, QDir::Time)) {
        const QString path = folder.filePath(name);
        QLockFile lock(lockOf(path));
        lock.setStaleLockTime(0);
        if (path != m_path && lock.tryLock())
            return path;
    }
    return {};
}

void Recovery::offer()
{
    const QString path = leftover();
    const auto scenario = path.isEmpty() ? std::unexpected(std::vector<settings::Problem>{})
                                         : settings::loadScenario(path.toStdString());
    if (!scenario)
        return;
    m_banners->show(
        {QStringLiteral("recovery"),
         BannerText::Severity::Info,
         tr("Weir ended before changes to %1 were saved.").arg(QString::fromStdString(scenario->scenario.name)),
         {},
         {{tr("Restore"),
           [this, path, recovered = *scenario] {
               m_scenario->recover(recovered, {});
               write();
               QFile::remove(path);
           }},
          {tr("Discard"), [path] { QFile::remove(path); }}}});
}

} // namespace weir::ui
