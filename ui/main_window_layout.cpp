// SPDX-License-Identifier: GPL-3.0-or-later
// Where the window's parts stand.
#include "ui/main_window.h"

#include "ui/forms/knob_panel.h"
#include "ui/models/listener_desk.h"
#include "ui/pages/page_tabs.h"
#include "ui/panels/banner.h"
#include "ui/panels/dock_keeper.h"
#include "ui/panels/health_bar.h"
#include "ui/panels/listener_panel.h"
#include "ui/panels/run_bar.h"
#include "ui/panels/workload_panel.h"

#include <QDockWidget>
#include <QMenuBar>
#include <QStatusBar>
#include <QVBoxLayout>

namespace weir::ui {

void MainWindow::buildTop()
{
    auto* top = new QWidget(this);
    auto* column = new QVBoxLayout(top);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_menuBar = new QMenuBar(top);
    m_runBar = new RunBar(top);
    column->addWidget(m_menuBar);
    column->addWidget(m_runBar);
    setMenuWidget(top);

    m_health = new HealthBar(this);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(m_health, 1);
    statusBar()->setContentsMargins(0, 0, 0, 0);
    statusBar()->layout()->setContentsMargins(0, 0, 0, 0);
}

void MainWindow::buildCentre()
{
    PageContext context;
    context.scenario = m_scenario;
    context.runs = m_controller;
    context.calibration = m_calibration;
    context.experiments = m_experimentDesk;
    context.history = m_history;
    context.banners = m_banners;
    m_pages = new PageTabs(context, this);
    connect(m_pages, &PageTabs::pageChanged, this, &MainWindow::showDocks);

    auto* centre = new QWidget(this);
    setRole(centre, Role::Window);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_banners);
    column->addWidget(m_pages, 1);
    setCentralWidget(centre);
}

// Not to be dragged about: each panel has a title line of its own and hides with a key.
QDockWidget* MainWindow::addDock(const QString& name, const QString& title, QWidget* content, Qt::DockWidgetArea area)
{
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setFeatures(QDockWidget::DockWidgetClosable);
    dock->setTitleBarWidget(new QWidget(dock));
    dock->setWidget(content);
    dock->setMinimumWidth(260);
    addDockWidget(area, dock);
    return dock;
}

void MainWindow::buildDocks()
{
    m_workload = new WorkloadPanel(m_scenario, m_loadSections.basic(), this);
    m_listener = new ListenerPanel(m_listenerDesk, m_workload);
    m_workload->addAtBottom(m_listener);
    std::vector<const settings::Section*> sections;
    for (const auto* key : {"pool", "cache", "compression", "origin"})
        sections.push_back(settings::findSection(key));
    sections.push_back(&m_loadSections.further());
    for (const auto* key : {"slo", "listener", "http", "tls", "engine"})
        sections.push_back(settings::findSection(key));
    m_knobs = new KnobPanel(sections, this);
    m_workloadDock = addDock(QStringLiteral("dock.workload"), tr("Workload"), m_workload, Qt::LeftDockWidgetArea);
    m_knobsDock = addDock(QStringLiteral("dock.knobs"), tr("Knobs"), m_knobs, Qt::RightDockWidgetArea);
    resetLayout();
}

// A page may take over the room of docks that say nothing about it.
void MainWindow::showDocks()
{
    const PageDocks docks = m_pages->docks();
    m_docks->setWanted(m_workloadDock, docks == PageDocks::Both || docks == PageDocks::Workload);
    m_docks->setWanted(m_knobsDock, docks == PageDocks::Both || docks == PageDocks::Knobs);
}

void MainWindow::resetLayout()
{
    m_docks->restore();
    m_workloadDock->show();
    m_knobsDock->show();
    resizeDocks({m_workloadDock, m_knobsDock}, {276, 328}, Qt::Horizontal);
    showDocks();
}

} // namespace weir::ui
