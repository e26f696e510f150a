// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/workload_panel.h"

#include "core/analysis/threshold.h"
#include "ui/forms/knob_form.h"
#include "ui/models/figure_text.h"
#include "ui/models/scenario_model.h"
#include "ui/panels/load_panel.h"
#include "ui/panels/panel_header.h"
#include "ui/panels/records_panel.h"
#include "ui/panels/request_panel.h"
#include "ui/panels/target_field.h"
#include "ui/theme.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace weir::ui {

WorkloadPanel::WorkloadPanel(ScenarioModel* scenario, const settings::Section& load, QWidget* parent)
    : QWidget(parent)
    , m_scenario(scenario)
    , m_header(new PanelHeader(tr("Workload"), this))
    , m_requests(new RequestPanel(scenario))
    , m_load(new LoadPanel(scenario, load))
    , m_thresholds(new KnobForm(m_judged.section()))
{
    setObjectName(QStringLiteral("workload"));
    setRole(this, Role::Panel);
    auto* content = new QWidget;
    setRole(content, Role::Panel);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(0);
    inner->addWidget(new TargetField(scenario, content));
    inner->addWidget(m_requests);
    inner->addWidget(new RecordsPanel(scenario, content));
    inner->addWidget(m_load);
    inner->addWidget(m_thresholds);
    inner->addStretch(1);

    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(scroll, 1);
    connect(m_requests, &RequestPanel::countChanged, this, &WorkloadPanel::showCount);
    connect(m_thresholds, &KnobForm::committed, scenario, &ScenarioModel::setValue);
    connect(scenario, &ScenarioModel::changed, this, &WorkloadPanel::showThresholds);
    connect(scenario, &ScenarioModel::opened, this, [this] {
        m_thresholds->setExpanded(!m_scenario->scenario().scenario.thresholds.empty());
        showThresholds();
    });
    m_thresholds->setExpanded(false);
    showThresholds();
    showCount();
}

void WorkloadPanel::showThresholds()
{
    m_thresholds->setScenario(m_scenario->scenario());
    QStringList problems; // before somebody presses Run
    for (const auto& problem : analysis::thresholdProblems(m_scenario->scenario()))
        problems << text(problem.reason) + (problem.remedy.empty() ? QString() : u';' + (u' ' + text(problem.remedy)));
    m_thresholds->setNote(problems.join(u'\n'));
}

void WorkloadPanel::setRunning(bool running)
{
    m_load->setRunning(running);
}

void WorkloadPanel::setNow(std::optional<base::Nanos> elapsed)
{
    m_load->setNow(elapsed);
}

void WorkloadPanel::addAtBottom(QWidget* widget)
{
    layout()->addWidget(widget);
}

void WorkloadPanel::showCount()
{
    m_header->setRemark(m_requests->count() == 1 ? tr("1 request") : tr("%1 requests").arg(m_requests->count()));
}

} // namespace weir::ui
