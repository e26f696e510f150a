// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/target_field.h"

#include "ui/label.h"
#include "ui/models/figure_text.h"
#include "ui/models/request_edits.h"
#include "ui/models/scenario_model.h"
#include "ui/theme.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace weir::ui {

TargetField::TargetField(ScenarioModel* scenario, QWidget* parent)
    : QWidget(parent)
    , m_scenario(scenario)
    , m_field(new QLineEdit(this))
    , m_problem(new Label(this))
{
    m_field->setObjectName(QStringLiteral("target.urls"));
    m_field->setAccessibleName(tr("Target"));
    m_field->setPlaceholderText(tr("https:// target (empty: built-in)"));
    m_field->setToolTip(
        tr("The API to send requests to, such as https://api.example.com/v1. Several addresses, between "
           "commas, are used in turn. Empty: the built-in shop answers."));
    m_field->setClearButtonEnabled(true);
    m_problem->setObjectName(QStringLiteral("target.urls.problem"));
    m_problem->setWordWrap(true);
    m_problem->hide();
    setRole(m_problem, Role::Problem);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(4);
    column->addWidget(m_field);
    column->addWidget(m_problem);
    connect(m_field, &QLineEdit::editingFinished, this, &TargetField::commit);
    connect(scenario, &ScenarioModel::changed, this, &TargetField::refresh);
    connect(scenario, &ScenarioModel::opened, this, &TargetField::refresh);
    refresh();
}

static QString addressesOf(const settings::Scenario& scenario)
{
    QStringList addresses;
    for (const auto& url : scenario.target.urls)
        addresses.append(text(url));
    return addresses.join(QStringLiteral(", "));
}

void TargetField::refresh()
{
    const QString shown = addressesOf(m_scenario->scenario());
    if (m_field->text() != shown && !(m_field->hasFocus() && m_field->isModified()))
        m_field->setText(shown);
}

// Leaving the field untouched must not report again what was refused before.
void TargetField::commit()
{
    if (!m_field->isModified())
        return;
    m_field->setModified(false);
    const auto problem = setTarget(*m_scenario, m_field->text());
    m_problem->setText(problem.value_or(QString()));
    m_problem->setVisible(problem.has_value());
    if (!problem)
        refresh();
}

} // namespace weir::ui
