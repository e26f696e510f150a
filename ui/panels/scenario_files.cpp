// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/scenario_files.h"

#include "core/settings/cli.h"
#include "core/settings/demo.h"
#include "core/settings/json.h"
#include "ui/models/figure_text.h"
#include "ui/models/scenario_model.h"
#include "ui/panels/banner.h"
#include "ui/plain_text.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>

namespace weir::ui {

static constexpr qsizetype mostRecent = 8;
static const QLatin1String suffix(".weir.json");

ScenarioFiles::ScenarioFiles(ScenarioModel* scenario, BannerArea* banners, QWidget* window)
    : QObject(window)
    , m_scenario(scenario)
    , m_banners(banners)
    , m_window(window)
{
}

static QString fileFilter()
{
    return ScenarioFiles::tr("Weir scenarios (*.weir.json);;All files (*)");
}

void ScenarioFiles::whenSaved(const QString& question, const std::function<void()>& next)
{
    if (!m_scenario->isModified()) {
        next();
        return;
    }
    m_banners->show({QStringLiteral("unsaved"),
                     BannerText::Severity::Warning,
                     question,
                     {tr("%1 has changes that are not saved.").arg(m_scenario->name())},
                     {{tr("Save"),
                       [this, next] {
                           if (save())
                               next();
                       },
                       true},
                      {tr("Discard"), next},
                      {tr("Cancel"), {}}}});
}

void ScenarioFiles::newDemo()
{
    whenSaved(tr("Start anew with the demo?"), [this] { m_scenario->open(settings::demoScenario(), {}); });
}

void ScenarioFiles::open()
{
    const QString folder = m_scenario->path().isEmpty() ? QDir::homePath() : QFileInfo(m_scenario->path()).path();
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Open scenario"), folder, fileFilter());
    if (!path.isEmpty())
        openFile(path);
}

void ScenarioFiles::openFile(const QString& path)
{
    whenSaved(tr("Open %1?").arg(QFileInfo(path).fileName()), [this, path] { load(path); });
}

void ScenarioFiles::openAny(const QString& pathOrUrl)
{
    load(pathOrUrl);
}

// A file with problems leaves the scenario that is open as it is, and every problem is told at once.
void ScenarioFiles::load(const QString& pathOrUrl)
{
    const auto scenario = settings::scenarioFrom(pathOrUrl.toStdString());
    if (!scenario) {
        QStringList lines;
        for (const auto& problem : scenario.error())
            lines.append(text(settings::text(problem)));
        m_banners->show({QStringLiteral("load"),
                         BannerText::Severity::Error,
                         tr("%1 cannot be opened.").arg(QFileInfo(pathOrUrl).fileName()),
                         lines,
                         {}});
        return;
    }
    const bool isFile = !pathOrUrl.contains(QLatin1String("://"));
    m_banners->dismiss(QStringLiteral("load"));
    m_scenario->open(*scenario, isFile ? QFileInfo(pathOrUrl).absoluteFilePath() : QString());
    if (isFile)
        remember(m_scenario->path());
}

bool ScenarioFiles::save()
{
    return m_scenario->path().isEmpty() ? saveAs() : saveTo(m_scenario->path());
}

bool ScenarioFiles::saveAs()
{
    QString proposal = m_scenario->path();
    if (proposal.isEmpty()) {
        QString name = m_scenario->name().simplified().toLower();
        proposal = QDir::home().filePath(
            name.replace(QRegularExpression(QStringLiteral("[^a-z0-9]+")), QStringLiteral("-")) + suffix);
    }
    QString path = QFileDialog::getSaveFileName(m_window, tr("Save scenario"), proposal, fileFilter());
    if (path.isEmpty())
        return false;
    if (!path.endsWith(QLatin1String(".json")))
        path += suffix;
    return saveTo(path);
}

bool ScenarioFiles::saveTo(const QString& path)
{
    if (const auto saved = settings::saveScenario(m_scenario->scenario(), path.toStdString()); !saved) {
        m_banners->show({QStringLiteral("save"),
                         BannerText::Severity::Error,
                         tr("%1 was not saved.").arg(QFileInfo(path).fileName()),
                         {text(base::text(saved.error()))},
                         {{tr("Save as…"), [this] { saveAs(); }, true}}});
        return false;
    }
    m_banners->dismiss(QStringLiteral("save"));
    m_scenario->markSaved(path);
    remember(path);
    return true;
}

void ScenarioFiles::setRecent(const QStringList& paths)
{
    m_recent = paths.mid(0, mostRecent);
}

void ScenarioFiles::remember(const QString& path)
{
    m_recent.removeAll(path);
    m_recent.prepend(path);
    setRecent(m_recent);
}

void ScenarioFiles::fillRecent(QMenu* menu)
{
    menu->clear();
    for (const QString& path : m_recent)
        menu->addAction(caption(QFileInfo(path).fileName()), this, [this, path] { openFile(path); })->setToolTip(path);
    if (m_recent.isEmpty())
        menu->addAction(tr("Nothing opened yet"))->setEnabled(false);
    menu->setToolTipsVisible(true);
}

} // namespace weir::ui
