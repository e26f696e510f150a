// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/request_editor.h"

#include "ui/forms/knob_form.h"
#include "ui/models/request_edits.h"
#include "ui/models/scenario_model.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace weir::ui {

RequestEditor::RequestEditor(ScenarioModel* scenario, QWidget* parent)
    : QWidget(parent)
    , m_scenario(scenario)
    , m_name(new QLineEdit(this))
    , m_problem(new QLabel(this))
    , m_column(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("request.editor"));
    m_name->setObjectName(QStringLiteral("request.name"));
    m_name->setAccessibleName(tr("Name of the request"));
    m_name->setToolTip(tr("The endpoint's name in every table and report."));
    m_problem->setWordWrap(true);
    m_problem->hide();
    setRole(m_problem, Role::Problem);

    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 6, 12, 0);
    row->addWidget(new QLabel(tr("Name"), this), 1);
    row->addWidget(m_name, 2);
    m_column->setContentsMargins(0, 0, 0, 4);
    m_column->setSpacing(2);
    m_column->addLayout(row);
    m_column->addWidget(m_problem);
    connect(m_name, &QLineEdit::editingFinished, this, &RequestEditor::rename);
    connect(scenario, &ScenarioModel::changed, this, &RequestEditor::refresh);
}

// A form belongs to one record, so another request gets another form.
void RequestEditor::setRequest(const QString& name)
{
    if (name == m_request)
        return;
    m_request = name;
    if (m_form) {
        m_form->hide();
        m_form->deleteLater();
        m_form = nullptr;
    }
    m_problem->hide();
    if (!name.isEmpty()) {
        m_form = new KnobForm(*settings::findSection("requests"), name, this);
        m_form->setTitleVisible(false);
        m_column->addWidget(m_form);
        connect(m_form, &KnobForm::committed, m_scenario, &ScenarioModel::setValue);
    }
    refresh();
}

void RequestEditor::focusName()
{
    m_name->setFocus();
    m_name->selectAll();
}

void RequestEditor::refresh()
{
    const bool isThere = m_scenario->scenario().requests.find(m_request.toStdString()) != nullptr;
    if (!(m_name->hasFocus() && m_name->isModified()))
        m_name->setText(m_request);
    if (m_form && isThere)
        m_form->setScenario(m_scenario->scenario());
}

void RequestEditor::rename()
{
    if (!m_name->isModified())
        return;
    m_name->setModified(false);
    const QString to = m_name->text().trimmed();
    const auto problem = renameRequest(*m_scenario, m_request, to);
    m_problem->setText(problem.value_or(QString()));
    m_problem->setVisible(problem.has_value());
    if (!problem)
        emit renamed(to);
}

} // namespace weir::ui
