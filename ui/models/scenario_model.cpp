// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/scenario_model.h"

#include "core/settings/demo.h"
#include "core/settings/files.h"
#include "ui/models/figure_text.h"
#include "ui/models/scenario_edit.h"

#include <QUndoStack>

namespace weir::ui {

ScenarioModel::ScenarioModel(QObject* parent)
    : QObject(parent)
    , m_scenario(settings::demoScenario())
    , m_undoStack(new QUndoStack(this))
{
    m_undoStack->setUndoLimit(200);
    connect(m_undoStack, &QUndoStack::cleanChanged, this, &ScenarioModel::stateChanged);
}

QString ScenarioModel::name() const
{
    return text(m_scenario.scenario.name);
}

bool ScenarioModel::isModified() const
{
    return !m_undoStack->isClean();
}

void ScenarioModel::open(const settings::Scenario& scenario, const QString& path)
{
    m_scenario = scenario;
    m_path = path;
    m_undoStack->clear();
    m_undoStack->setClean();
    emit opened();
    emit stateChanged();
}

void ScenarioModel::recover(const settings::Scenario& scenario, const QString& path)
{
    open(scenario, path);
    m_undoStack->resetClean();
}

void ScenarioModel::markSaved(const QString& path)
{
    m_path = path;
    if (auto moved = settings::rebased(m_scenario, settings::folderOf(path.toStdString())); moved != m_scenario)
        assign(moved);
    m_undoStack->setClean();
    emit stateChanged();
}

std::optional<settings::Problem> ScenarioModel::setValue(const QString& key, const settings::KnobValue& value)
{
    const auto path = settings::findKnob(key.toStdString());
    if (!path)
        return path.error();
    auto after = m_scenario;
    const auto* file = path->knob->isFile ? std::get_if<std::string>(&value) : nullptr;
    if (auto problem = settings::setValue(after, *path, file ? settings::nameFor(after, *file) : value))
        return problem;
    edit(tr("%1 %2").arg(text(path->knob->label), text(settings::valueText(value))), after, key);
    return std::nullopt;
}

void ScenarioModel::edit(const QString& text, const settings::Scenario& after, const QString& gesture)
{
    if (after != m_scenario)
        m_undoStack->push(new ScenarioEdit(this, text, after, gesture));
}

void ScenarioModel::assign(const settings::Scenario& scenario)
{
    const auto before = std::exchange(m_scenario, scenario);
    QStringList keys;
    for (const auto& change : settings::changes(before, m_scenario))
        keys.append(text(change.path.key()));
    emit changed(keys);
}

} // namespace weir::ui
