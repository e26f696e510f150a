// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"
#include "ui/models/load_sections.h"
#include "ui/theme.h"

#include <QMainWindow>
#include <QPointer>

namespace weir::session {
class CalibrationController;
class ExperimentController;
class ProxyController;
class RunController;
} // namespace weir::session

namespace weir::ui {

class BannerArea;
class CalibrationDesk;
class DockKeeper;
class ExperimentDesk;
class HealthBar;
class KnobPanel;
class ListenerDesk;
class ListenerPanel;
class PageTabs;
class Recovery;
class ReportExport;
class RunBar;
class RunDesk;
class RunHistory;
class RunLogging;
class ScenarioFiles;
class ScenarioModel;
class WorkloadPanel;

// The workbench: what is asked at the left, what happens in the middle, what can be turned at the right. It only brings
// the parts together; they meet in the scenario and in the run's snapshots.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    ScenarioModel* scenario() const { return m_scenario; }
    session::RunController* controller() const { return m_controller; }
    session::ProxyController* proxy() const { return m_proxy; }
    session::CalibrationController* calibration() const { return m_calibration; }
    ScenarioFiles* files() const { return m_files; }
    ReportExport* exports() const { return m_exports; }
    RunLogging* logging() const { return m_logging; }
    RunHistory* history() const { return m_history; }
    BannerArea* banners() const { return m_banners; }
    ExperimentDesk* experiments() const { return m_experimentDesk; }
    PageTabs* pages() const { return m_pages; }

    void useTheme(ColorScheme scheme);
    void offerRecovery(); // of edits that an earlier window left behind

    void showSnapshot(const metrics::SnapshotPtr& snapshot);
    void start();
    void stop(); // the run, the calibration or the experiment

protected:
    void closeEvent(QCloseEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    // main_window_layout.cpp
    void buildTop();
    void buildCentre();
    void buildDocks();
    QDockWidget* addDock(const QString& name, const QString& title, QWidget* content, Qt::DockWidgetArea area);
    // main_window_menus.cpp
    void buildMenus();
    void buildFileMenu();
    QAction* exportAction(QMenu* menu, std::string_view option, const QString& label, const char* name);
    void buildEditMenu();
    void buildRunMenu();
    void buildViewMenu();
    void buildThemeMenu(QMenu* view);
    void buildHelpMenu();
    void resetLayout();
    void showDocks();
    // main_window_state.cpp
    void restoreState();
    void fitToScreen();
    void storeState();
    bool mayClose();

    void connectScenario();
    void connectRun();
    void onScenario();
    void onTitle();
    void connectListener();
    void onRunState();
    void onListenerState();
    void connectCalibration();
    void connectExperiments();
    void onExperimentState();
    void onCalibrationState();
    void onCalibrationKnown();
    void showNoise();
    void showRunning();
    void resetKnobs(const QStringList& keys);

    LoadSections m_loadSections; // forms refer to it
    ScenarioModel* m_scenario;
    session::RunController* m_controller;
    session::ExperimentController* m_experiments;
    RunDesk* m_desk;
    ExperimentDesk* m_experimentDesk;
    session::ProxyController* m_proxy;
    ListenerDesk* m_listenerDesk;
    BannerArea* m_banners;
    session::CalibrationController* m_calibration;
    CalibrationDesk* m_calibrationDesk;
    ScenarioFiles* m_files;
    ReportExport* m_exports;
    RunLogging* m_logging;
    RunHistory* m_history;
    Recovery* m_recovery;

    QMenuBar* m_menuBar = nullptr;
    RunBar* m_runBar = nullptr;
    PageTabs* m_pages = nullptr;
    WorkloadPanel* m_workload = nullptr;
    ListenerPanel* m_listener = nullptr;
    KnobPanel* m_knobs = nullptr;
    HealthBar* m_health = nullptr;
    QDockWidget* m_workloadDock = nullptr;
    QDockWidget* m_knobsDock = nullptr;
    DockKeeper* m_docks;
    QAction* m_listen = nullptr;
    QActionGroup* m_themes = nullptr;
    QList<QAction*> m_needRun;    // enabled while a run is on
    QList<QAction*> m_needIdle;   // enabled while none is
    QList<QAction*> m_needReport; // enabled once there is something to export
    bool m_closeAfterRun = false;
    bool m_closeAgreed = false;
};

} // namespace weir::ui
