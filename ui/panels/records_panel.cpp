// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/records_panel.h"

#include "ui/forms/form_title.h"
#include "ui/forms/knob_form.h"
#include "ui/models/figure_text.h"
#include "ui/models/scenario_model.h"
#include "ui/panels/record_section.h"

#include <QVBoxLayout>

#include <algorithm>

namespace weir::ui {

RecordsPanel::RecordsPanel(ScenarioModel* scenario, QWidget* parent)
    : QWidget(parent)
    , m_scenario(scenario)
    , m_title(new FormTitle(tr("Flows and data"), tr("next run"), this))
    , m_body(new QWidget(this))
{
    setObjectName(QStringLiteral("records"));
    m_title->setObjectName(QStringLiteral("records.title"));
    m_title->setToolTip(tr("Flows of several requests, values and files they take their data from, and groups of "
                           "clients"));
    auto* rows = new QVBoxLayout(m_body);
    rows->setContentsMargins(0, 0, 0, 4);
    rows->setSpacing(0);
    for (const auto* key : {"flows", "variables", "environments", "feeders", "client_groups"}) {
        m_sections.push_back(new RecordSection(scenario, *settings::findSection(key), m_body));
        rows->addWidget(m_sections.back());
        if (m_sections.back()->section().key != "environments")
            continue;
        m_environment = new KnobForm(m_choice.section(), {}, m_body);
        m_environment->setTitleVisible(false);
        rows->addWidget(m_environment);
        connect(m_environment, &KnobForm::committed, scenario, &ScenarioModel::setValue);
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addWidget(m_body);
    connect(m_title, &FormTitle::toggled, this, [this] { setExpanded(!m_expanded); });
    connect(scenario, &ScenarioModel::opened, this, &RecordsPanel::showWhereUsed);
    connect(scenario, &ScenarioModel::changed, this, &RecordsPanel::showEnvironment);
    connect(scenario, &ScenarioModel::opened, this, &RecordsPanel::showEnvironment);
    showEnvironment();
    showWhereUsed();
}

void RecordsPanel::showEnvironment()
{
    const auto& scenario = m_scenario->scenario();
    m_environment->setScenario(scenario);
    m_environment->setVisible(!scenario.environments.empty() || !scenario.scenario.environment.empty());
}

RecordSection* RecordsPanel::section(const QString& key) const
{
    const auto at = std::ranges::find_if(m_sections, [&](const auto* s) { return text(s->section().key) == key; });
    return at == m_sections.end() ? nullptr : *at;
}

void RecordsPanel::setExpanded(bool expanded)
{
    m_expanded = expanded;
    m_title->setExpanded(expanded);
    m_body->setVisible(expanded);
}

void RecordsPanel::showWhereUsed()
{
    setExpanded(std::ranges::any_of(m_sections, [](const auto* section) { return section->count() > 0; }));
}

} // namespace weir::ui
