// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/load_panel.h"

#include "ui/forms/knob_form.h"
#include "ui/forms/knob_row.h"
#include "ui/models/load_sections.h"
#include "ui/models/scenario_model.h"
#include "ui/panels/load_profile.h"
#include "ui/panels/panel_header.h"

#include <QVBoxLayout>

namespace weir::ui {

LoadPanel::LoadPanel(ScenarioModel* scenario, const settings::Section& section, QWidget* parent)
    : QWidget(parent)
    , m_scenario(scenario)
    , m_header(new PanelHeader(tr("Load"), this))
    , m_profile(new LoadProfile(this))
    , m_form(new KnobForm(section, {}, this))
{
    m_form->setTitleVisible(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_profile);
    column->addWidget(m_form);
    connect(m_form, &KnobForm::committed, scenario, &ScenarioModel::setValue);
    connect(scenario, &ScenarioModel::changed, this, &LoadPanel::refresh);
    connect(scenario, &ScenarioModel::opened, this, &LoadPanel::refresh);
    refresh();
}

void LoadPanel::setRunning(bool running)
{
    m_form->setRunning(running);
}

void LoadPanel::setNow(std::optional<base::Nanos> elapsed)
{
    m_profile->setNow(elapsed);
}

static QString remark(const settings::LoadSettings& load)
{
    if (load.model == settings::LoadModel::Closed)
        return LoadPanel::tr("closed");
    switch (load.arrivals) {
    case settings::Arrivals::Poisson: return LoadPanel::tr("open, Poisson arrivals");
    case settings::Arrivals::Gamma: return LoadPanel::tr("open, gamma arrivals");
    case settings::Arrivals::Bursts: return LoadPanel::tr("open, in bursts");
    case settings::Arrivals::Even: break;
    }
    return LoadPanel::tr("open, even spacing");
}

void LoadPanel::refresh()
{
    const auto& load = m_scenario->scenario().load;
    m_form->setScenario(m_scenario->scenario());
    for (const auto& knob : m_form->section().knobs) {
        const std::string key = "load." + std::string(knob.key);
        if (auto* row = m_form->row(QString::fromStdString(key)))
            row->setVisible(LoadSections::applies(key, load));
    }
    m_profile->setLoad(load);
    m_header->setRemark(remark(load));
}

} // namespace weir::ui
