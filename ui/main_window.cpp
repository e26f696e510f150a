// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "core/calibration/calibration_store.h"
#include "core/session/calibration_controller.h"
#include "core/session/experiment_controller.h"
#include "core/session/proxy_controller.h"
#include "core/session/run_controller.h"
#include "ui/forms/knob_panel.h"
#include "ui/models/experiment_desk.h"
#include "ui/models/figure_text.h"
#include "ui/models/listener_desk.h"
#include "ui/models/run_desk.h"
#include "ui/models/scenario_model.h"
#include "ui/models/window_words.h"
#include "ui/pages/page_tabs.h"
#include "ui/panels/banner.h"
#include "ui/panels/calibration_desk.h"
#include "ui/panels/dock_keeper.h"
#include "ui/panels/experiment_messages.h"
#include "ui/panels/health_bar.h"
#include "ui/panels/listener_messages.h"
#include "ui/panels/listener_panel.h"
#include "ui/panels/recovery.h"
#include "ui/panels/report_export.h"
#include "ui/panels/run_bar.h"
#include "ui/panels/run_history.h"
#include "ui/panels/run_logging.h"
#include "ui/panels/run_messages.h"
#include "ui/panels/scenario_files.h"
#include "ui/panels/workload_panel.h"
#include "ui/plain_text.h"
#include "ui/plain_tips.h"

#include <QPushButton>
#include <QShowEvent>
#include <QStandardPaths>
#include <QUndoStack>

#include <cmath>

namespace weir::ui {

using session::ProxyController;
using session::RunController;

static QString dataFolder(const char* name)
{
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u'/' + QLatin1String(name);
}

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent)
    , m_scenario(new ScenarioModel(this))
    , m_controller(new RunController(this))
    , m_experiments(new session::ExperimentController(this))
    , m_desk(new RunDesk(m_scenario, m_controller, this))
    , m_experimentDesk(
          new ExperimentDesk(m_scenario, m_experiments, m_desk, dataFolder("experiments/tuning-log.jsonl"), this))
    , m_proxy(new ProxyController(this))
    , m_listenerDesk(new ListenerDesk(m_scenario, m_proxy, this))
    , m_banners(new BannerArea(this))
    , m_calibration(new session::CalibrationController(calibration::usualFolder(), this))
    , m_calibrationDesk(new CalibrationDesk(m_scenario, m_calibration, m_controller, m_banners, this))
    , m_files(new ScenarioFiles(m_scenario, m_banners, this))
    , m_exports(new ReportExport(m_controller, m_banners, this))
    , m_logging(new RunLogging(m_controller, m_banners, this))
    , m_history(new RunHistory(m_controller, m_banners, this))
    , m_recovery(new Recovery(m_scenario, m_banners, dataFolder("recovery"), this))
    , m_docks(new DockKeeper(this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(applicationIcon());
    new PlainTips(this);
    new RunMessages(m_desk, m_controller, m_banners, this);
    new ExperimentMessages(m_experimentDesk, m_banners, this);
    new ListenerMessages(m_listenerDesk, m_banners, this);
    buildTop();
    buildCentre();
    buildDocks();
    buildMenus();
    connectScenario();
    connectRun();
    connectListener();
    connectCalibration();
    connectExperiments();
    restoreState();
}

MainWindow::~MainWindow()
{
    delete m_recovery; // which keeps edits of the last two seconds, while the scenario is still there
    // They end while the parts that listen to them are still there.
    delete m_controller;
    m_experiments->disconnect();
    delete m_experiments;
    m_calibration->disconnect();
    delete m_calibration;
    m_proxy->disconnect();
    delete m_proxy;
}

void MainWindow::connectScenario()
{
    connect(m_scenario, &ScenarioModel::changed, this, &MainWindow::onScenario);
    connect(m_scenario, &ScenarioModel::opened, this, &MainWindow::onScenario);
    connect(m_scenario, &ScenarioModel::stateChanged, this, &MainWindow::onTitle);
    connect(m_knobs, &KnobPanel::committed, m_scenario, &ScenarioModel::setValue);
    connect(m_knobs, &KnobPanel::resetRequested, this, &MainWindow::resetKnobs);
    onScenario();
}

void MainWindow::connectRun()
{
    connect(m_runBar, &RunBar::runRequested, this, &MainWindow::start);
    connect(m_logging, &RunLogging::runRequested, this, &MainWindow::start);
    m_desk->setPreparation([this](const settings::Scenario& scenario, session::RunOptions& options) {
        return m_logging->prepare(scenario, options);
    });
    connect(m_runBar, &RunBar::stopRequested, this, &MainWindow::stop);
    connect(m_controller, &RunController::stateChanged, this, &MainWindow::onRunState);
    connect(m_controller, &RunController::snapshotReady, this, &MainWindow::showSnapshot);
    connect(m_controller, &RunController::finished, this, [this] {
        showSnapshot(m_controller->report().snapshot);
        if (m_closeAfterRun)
            close();
    });
    onRunState();
}

void MainWindow::connectListener()
{
    connect(m_proxy, &ProxyController::stateChanged, this, &MainWindow::onListenerState);
    connect(m_listen, &QAction::triggered, this, [this](bool on) {
        on ? m_listenerDesk->start() : m_listenerDesk->stop();
        onListenerState(); // a question may stand in between
    });
    onListenerState();
}

void MainWindow::connectCalibration()
{
    using session::CalibrationController;
    connect(m_calibration, &CalibrationController::stateChanged, this, &MainWindow::onCalibrationState);
    connect(m_calibration, &CalibrationController::progress, m_runBar,
            [this](const QString& what, double share, double leftS) {
                m_runBar->setTaskProgress(tr("calibrating, %1 s to go").arg(leftS, 0, 'f', 0), share, what);
            });
    connect(m_calibration, &CalibrationController::knownChanged, this, &MainWindow::onCalibrationKnown);
    connect(m_health, &HealthBar::calibrateRequested, this, [this] {
        if (!m_experiments->isRunning())
            m_calibrationDesk->start();
    });
    onCalibrationKnown();
}

void MainWindow::onCalibrationState()
{
    m_runBar->setTask(m_calibration->isRunning() ? tr("calibrating …") : QString());
    if (!m_calibration->isRunning())
        showSnapshot(m_controller->report().snapshot);
    onRunState();
}

void MainWindow::onCalibrationKnown()
{
    m_desk->setCalibration(m_calibration->known());
    m_experimentDesk->setCalibration(m_calibration->known());
    showNoise();
}

// Of the scenario as it stands.
void MainWindow::showNoise()
{
    const auto label = noiseLabel(*m_calibration->known(), m_scenario->scenario());
    m_health->setNoise(label.text, label.tip);
}

void MainWindow::connectExperiments()
{
    using session::ExperimentController;
    connect(m_experiments, &ExperimentController::stateChanged, this, &MainWindow::onExperimentState);
    m_experimentDesk->setHistory(&m_history->runs());
    connect(m_experiments, &ExperimentController::finished, m_history, &RunHistory::changed);
    connect(m_experiments, &ExperimentController::snapshotReady, this, &MainWindow::showSnapshot);
    connect(m_experiments, &ExperimentController::progressed, this,
            [this](const session::ExperimentProgress& progress) {
                const double whole = progress.doneS + progress.leftS;
                const bool isKnown = progress.blocksPlanned > 0; // not of a search
                m_runBar->setTaskProgress(
                    isKnown ? tr("experiment, %1 to go").arg(clockText(std::ceil(progress.leftS))) : tr("experiment"),
                    isKnown && whole > 0 ? progress.doneS / whole : 0, windowWords(text(progress.text)));
            });
    connect(m_experimentDesk, &ExperimentDesk::proposed, this, [this] { m_pages->open("experiments"); });
    connect(m_knobs, &KnobPanel::tryPendingRequested, m_experimentDesk, &ExperimentDesk::proposePending);
    connect(m_experimentDesk, &ExperimentDesk::pendingChanged, m_knobs,
            [this] { m_knobs->setPending(m_experimentDesk->pending()); });
    connect(m_knobs, &KnobPanel::tryRequested, m_experimentDesk, &ExperimentDesk::proposeKnob);
}

void MainWindow::onExperimentState()
{
    m_runBar->setTask(m_experiments->isRunning() ? tr("experiment …") : QString());
    if (!m_experiments->isRunning()) {
        showSnapshot(m_controller->report().snapshot);
        if (m_closeAfterRun)
            close();
    }
    onRunState();
}

void MainWindow::stop()
{
    if (m_experiments->isRunning())
        m_experimentDesk->cancel();
    else if (m_calibration->isRunning())
        m_calibrationDesk->cancel();
    else
        m_desk->stop();
}

void MainWindow::onListenerState()
{
    m_listen->setChecked(m_listenerDesk->isOn());
    m_listen->setEnabled(m_proxy->state() != ProxyController::State::Stopping);
    showRunning();
}

// Knobs that apply from the next start say so while what they belong to is on.
void MainWindow::showRunning()
{
    m_knobs->setRunning(m_controller->state() != RunController::State::Idle, m_listenerDesk->isOn());
}

void MainWindow::start()
{
    // An editor that still has the focus commits its value first.
    if (auto* editor = focusWidget(); editor && editor != m_runBar->runButton())
        m_runBar->runButton()->setFocus();
    if (!m_calibration->isRunning() && !m_experiments->isRunning())
        m_desk->start();
}

void MainWindow::onScenario()
{
    m_knobs->setScenario(m_scenario->scenario());
    m_listener->refresh();
    const auto& urls = m_scenario->scenario().target.urls;
    m_health->setTarget(urls.empty()           ? tr("Built-in origin")
                            : urls.size() == 1 ? text(urls.front())
                                               : tr("%1 targets").arg(urls.size()));
    showNoise();
    onTitle();
}

void MainWindow::onTitle()
{
    setWindowTitle(documentTitle(m_scenario->name()));
    setWindowModified(m_scenario->isModified());
    setWindowFilePath(m_scenario->path());
    m_runBar->setScenarioName(m_scenario->name(), m_scenario->isModified());
}

void MainWindow::onRunState()
{
    const auto state = m_controller->state();
    const bool calibrating = m_calibration->isRunning();
    const bool experimenting = m_experiments->isRunning();
    const bool idle = state == RunController::State::Idle && !calibrating && !experimenting;
    m_experimentDesk->setBusy(state != RunController::State::Idle || calibrating);
    m_runBar->setState(state);
    m_workload->setRunning(!idle);
    showRunning();
    for (auto* action : m_needIdle)
        action->setEnabled(idle);
    for (auto* action : m_needRun)
        action->setEnabled(!idle && state != RunController::State::Stopping);
    for (auto* action : m_needReport)
        action->setEnabled(m_exports->isPossible());
}

void MainWindow::showSnapshot(const metrics::SnapshotPtr& snapshot)
{
    m_pages->showSnapshot(snapshot);
    m_runBar->setSnapshot(snapshot.get(), m_scenario->scenario());
    m_health->setSnapshot(snapshot.get());
    // An experiment's elapsed time is that of all its blocks, not a place in the profile.
    const bool on = snapshot && snapshot->state != metrics::RunState::Finished && !m_experiments->isRunning();
    m_workload->setNow(on ? std::optional(snapshot->elapsed) : std::nullopt);
    for (auto* action : m_needReport)
        action->setEnabled(m_exports->isPossible());
}

void MainWindow::resetKnobs(const QStringList& keys)
{
    auto after = m_scenario->scenario();
    for (const QString& key : keys)
        if (const auto path = settings::findKnob(key.toStdString()))
            settings::setValue(after, *path, settings::defaultValue(*path));
    m_scenario->edit(tr("reset of %1 knobs").arg(keys.size()), after);
}

// Return starts the demo, without a look for the button.
void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    if (!event->spontaneous() && m_banners->banners().isEmpty())
        m_runBar->runButton()->setFocus();
}

} // namespace weir::ui
