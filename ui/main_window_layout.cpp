// SPDX-License-Identifier: GPL-3.0-or-later
// Where the window's parts stand.
#include "ui/main_window.h"

#include "ui/forms/knob_panel.h"
#include "ui/models/listener_desk.h"
#include "ui/pages/live_page.h"
#include "ui/panels/banner.h"
#include "ui/panels/health_bar.h"
#include "ui/panels/listener_panel.h"
#include "ui/panels/run_bar.h"
#include "ui/panels/workload_panel.h"

#include <QDockWidget>
#include <QMenuBar>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolButton>
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
    auto* views = new QTabWidget(this);
    views->setObjectName(QStringLiteral("views"));
    setRole(views, Role::Panel);
    m_live = new LivePage(views);
    views->addTab(m_live, tr("Live"));

    auto* pause = new QToolButton(views);
    pause->setObjectName(QStringLiteral("pause"));
    pause->setIcon(icon(QStringLiteral("pause"), IconTint::Dim));
    pause->setText(tr("Pause view"));
    pause->setToolTip(tr("Freezes charts and tables while the run goes on"));
    pause->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    pause->setCheckable(true);
    setRole(pause, Role::Flat);
    connect(pause, &QToolButton::toggled, m_live, &LivePage::setPaused);
    views->setCornerWidget(pause);

    auto* centre = new QWidget(this);
    setRole(centre, Role::Window);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_banners);
    column->addWidget(views, 1);
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

void MainWindow::resetLayout()
{
    m_workloadDock->show();
    m_knobsDock->show();
    resizeDocks({m_workloadDock, m_knobsDock}, {276, 312}, Qt::Horizontal);
}

} // namespace weir::ui
