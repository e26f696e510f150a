// SPDX-License-Identifier: GPL-3.0-or-later
// The window's menus and keys.
#include "ui/main_window.h"

#include "ui/models/run_desk.h"
#include "ui/models/scenario_model.h"
#include "ui/pages/page_tabs.h"
#include "ui/panels/calibration_desk.h"
#include "ui/panels/report_export.h"
#include "ui/panels/run_bar.h"
#include "ui/panels/run_logging.h"
#include "ui/panels/scenario_files.h"

#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QMenuBar>
#include <QMessageBox>
#include <QUndoStack>

namespace weir::ui {

static QAction* named(QAction* action, const char* name, const QList<QKeySequence>& keys = {})
{
    action->setObjectName(QLatin1String(name));
    action->setShortcuts(keys);
    return action;
}

void MainWindow::buildMenus()
{
    buildFileMenu();
    buildEditMenu();
    buildRunMenu();
    buildViewMenu();
    buildHelpMenu();
}

void MainWindow::buildFileMenu()
{
    QMenu* menu = m_menuBar->addMenu(tr("&File"));
    named(menu->addAction(tr("&New demo"), m_files, &ScenarioFiles::newDemo), "action.new", {QKeySequence::New});
    named(menu->addAction(tr("&Open…"), m_files, &ScenarioFiles::open), "action.open", {QKeySequence::Open});
    QMenu* recent = menu->addMenu(tr("Open &recent"));
    connect(recent, &QMenu::aboutToShow, this, [this, recent] { m_files->fillRecent(recent); });
    menu->addSeparator();
    named(menu->addAction(tr("&Save"), m_files, &ScenarioFiles::save), "action.save", {QKeySequence::Save});
    named(menu->addAction(tr("Save &as…"), m_files, &ScenarioFiles::saveAs), "action.saveAs",
          {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)});
    m_runBar->setScenarioMenu(menu);

    menu->addSeparator();
    m_needReport = {
        exportAction(menu, "csv", tr("&Export CSV…"), "action.export"),
        exportAction(menu, "series-csv", tr("Export series &CSV…"), "action.exportSeries"),
        exportAction(menu, "json", tr("Export &JSON…"), "action.exportJson"),
        exportAction(menu, "hgrm", tr("Export &percentiles (.hgrm)…"), "action.exportPercentiles"),
        exportAction(menu, "junit", tr("Export JUnit &XML…"), "action.exportJunit"),
    };
    m_needReport.front()->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_E)});
    menu->addSeparator();
    named(menu->addAction(tr("&Quit"), this, &QWidget::close), "action.quit", {QKeySequence(Qt::CTRL | Qt::Key_Q)});
}

QAction* MainWindow::exportAction(QMenu* menu, std::string_view option, const QString& label, const char* name)
{
    const auto& format = report::reportFormat(option);
    return named(menu->addAction(label, this, [this, &format] { m_exports->ask(format); }), name);
}

void MainWindow::buildEditMenu()
{
    QMenu* menu = m_menuBar->addMenu(tr("&Edit"));
    QUndoStack* stack = m_scenario->undoStack();
    QAction* undo = named(stack->createUndoAction(this, tr("Undo")), "action.undo", {QKeySequence::Undo});
    QAction* redo = named(stack->createRedoAction(this, tr("Redo")), "action.redo",
                          {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    menu->addActions({undo, redo});
}

void MainWindow::buildRunMenu()
{
    QMenu* menu = m_menuBar->addMenu(tr("&Run"));
    m_needIdle = {named(menu->addAction(tr("&Run"), this, &MainWindow::start), "action.run",
                        {QKeySequence(Qt::Key_F5), QKeySequence(Qt::CTRL | Qt::Key_Return)})};
    m_needRun = {named(menu->addAction(tr("&Stop"), this, &MainWindow::stop), "action.stop",
                       {QKeySequence(Qt::SHIFT | Qt::Key_F5)})};
    menu->addSeparator();
    m_logging->addTo(menu);
    menu->addSeparator();
    m_needIdle.append(named(menu->addAction(tr("&Calibrate this machine"), m_calibrationDesk, &CalibrationDesk::start),
                            "action.calibrate"));
    m_listen = named(menu->addAction(tr("&Listen for clients")), "action.listen", {QKeySequence(Qt::CTRL | Qt::Key_L)});
    m_listen->setCheckable(true);
}

void MainWindow::buildViewMenu()
{
    QMenu* menu = m_menuBar->addMenu(tr("&View"));
    m_pages->addTo(menu);
    menu->addSeparator();
    menu->addAction(named(m_workloadDock->toggleViewAction(), "action.workload", {QKeySequence(Qt::Key_F9)}));
    menu->addAction(named(m_knobsDock->toggleViewAction(), "action.knobs", {QKeySequence(Qt::Key_F10)}));
    named(menu->addAction(tr("&Reset layout"), this, &MainWindow::resetLayout), "action.resetLayout");
    menu->addSeparator();
    buildThemeMenu(menu);
}

void MainWindow::buildThemeMenu(QMenu* view)
{
    m_themes = new QActionGroup(this);
    const std::array entries{std::pair{tr("As the &system"), ColorScheme::System},
                             std::pair{tr("&Light"), ColorScheme::Light}, std::pair{tr("&Dark"), ColorScheme::Dark}};
    for (const auto& [title, scheme] : entries) {
        QAction* action = view->addAction(title);
        action->setCheckable(true);
        action->setData(static_cast<int>(scheme));
        m_themes->addAction(action);
    }
    m_themes->actions().constFirst()->setChecked(true);
    connect(m_themes, &QActionGroup::triggered, this,
            [this](QAction* action) { useTheme(static_cast<ColorScheme>(action->data().toInt())); });
}

void MainWindow::useTheme(ColorScheme scheme)
{
    for (QAction* action : m_themes->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(scheme));
    applyTheme(*qApp, scheme);
}

void MainWindow::buildHelpMenu()
{
    QMenu* menu = m_menuBar->addMenu(tr("&Help"));
    menu->addAction(tr("&About Weir"), this, [this] {
        auto* about = new QMessageBox(QMessageBox::NoIcon, tr("About Weir"),
                                      tr("<b>Weir %1</b><p>Sends a workload through a proxy core and charts what its "
                                         "settings do to an API's latency and size.</p><p>Free software under the GNU "
                                         "GPL, version 3 or later. No account, no telemetry.</p>")
                                          .arg(QApplication::applicationVersion()),
                                      QMessageBox::Close, this);
        about->setIconPixmap(applicationIcon().pixmap(64, 64));
        about->setAttribute(Qt::WA_DeleteOnClose);
        about->open();
    });
    menu->addAction(tr("About &Qt"), qApp, &QApplication::aboutQt);
}

} // namespace weir::ui
