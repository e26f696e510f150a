// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/record_editor.h"

#include "ui/forms/knob_form.h"
#include "ui/label.h"
#include "ui/models/record_edits.h"
#include "ui/models/scenario_model.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace weir::ui {

RecordEditor::RecordEditor(ScenarioModel* scenario, const settings::Section& section, QWidget* parent)
    : QWidget(parent)
    , m_scenario(scenario)
    , m_section(&section)
    , m_name(new QLineEdit(this))
    , m_problem(new Label(this))
    , m_column(new QVBoxLayout(this))
{
    setObjectName(singular(section) + QStringLiteral(".editor"));
    m_name->setObjectName(singular(section) + QStringLiteral(".name"));
    m_name->setAccessibleName(tr("Name of the %1").arg(inWords(section)));
    m_problem->setWordWrap(true);
    m_problem->hide();
    setRole(m_problem, Role::Problem);

    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 6, 12, 0);
    row->addWidget(new Label(tr("Name"), this), 1);
    row->addWidget(m_name, 2);
    m_column->setContentsMargins(0, 0, 0, 4);
    m_column->setSpacing(2);
    m_column->addLayout(row);
    m_column->addWidget(m_problem);
    connect(m_name, &QLineEdit::editingFinished, this, &RecordEditor::rename);
    connect(scenario, &ScenarioModel::changed, this, &RecordEditor::refresh);
}

// A form belongs to one record, so another record gets another form.
void RecordEditor::setRecord(const QString& name)
{
    if (name == m_record)
        return;
    m_record = name;
    if (m_form) {
        m_form->hide();
        m_form->deleteLater();
        m_form = nullptr;
    }
    m_problem->hide();
    if (!name.isEmpty()) {
        m_form = new KnobForm(*m_section, name, this);
        m_form->setTitleVisible(false);
        m_column->addWidget(m_form);
        connect(m_form, &KnobForm::committed, m_scenario, &ScenarioModel::setValue);
    }
    refresh();
}

void RecordEditor::setNameHelp(const QString& help)
{
    m_name->setToolTip(help);
}

void RecordEditor::focusName()
{
    m_name->setFocus();
    m_name->selectAll();
}

void RecordEditor::refresh()
{
    const bool isThere = m_section->find(m_scenario->scenario(), m_record.toStdString()) != nullptr;
    if (!(m_name->hasFocus() && m_name->isModified()))
        m_name->setText(m_record);
    if (m_form && isThere)
        m_form->setScenario(m_scenario->scenario());
}

void RecordEditor::rename()
{
    if (!m_name->isModified())
        return;
    m_name->setModified(false);
    const QString to = m_name->text().trimmed();
    const auto problem = renameRecord(*m_scenario, *m_section, m_record, to);
    m_problem->setText(problem.value_or(QString()));
    m_problem->setVisible(problem.has_value());
    if (!problem)
        emit renamed(to);
}

} // namespace weir::ui
