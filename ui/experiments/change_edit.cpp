// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiments/change_edit.h"

#include "ui/experiments/knob_picker.h"
#include "ui/forms/knob_editor.h"
#include "ui/forms/knob_text.h"
#include "ui/label.h"
#include "ui/models/figure_text.h"
#include "ui/models/knob_proposal.h"
#include "ui/models/window_words.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QToolButton>

namespace weir::ui {

ChangeEdit::ChangeEdit(QWidget* parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
    , m_knob(new KnobPicker(triableKnobs(), this))
    , m_from(new Label(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(8);
    m_knob->setObjectName(QStringLiteral("try.knob"));
    setRole(m_from, Role::Dim);
    auto* remove = new QToolButton(this);
    remove->setObjectName(QStringLiteral("try.remove"));
    remove->setIcon(icon(QStringLiteral("close"), IconTint::Dim));
    remove->setToolTip(tr("Leave this knob out"));
    m_row->addWidget(m_knob);
    m_row->addWidget(m_from);
    m_row->addWidget(remove);
    m_row->addStretch(1);
    connect(m_knob, &KnobPicker::picked, this, [this] {
        showKnob();
        proposeOther();
        emit changed();
    });
    connect(remove, &QToolButton::clicked, this, &ChangeEdit::removed);
    showKnob();
}

void ChangeEdit::setBaseline(const settings::Scenario& scenario)
{
    m_scenario = scenario;
    const auto value = settings::value(m_scenario, m_knob->knob());
    m_from->setText(tr("%1 →").arg(fullText(*m_knob->knob().knob, value).left(40)));
}

void ChangeEdit::showKnob()
{
    if (m_editor)
        delete m_editor->widget();
    delete m_editor;
    const auto& path = m_knob->knob();
    m_editor = makeEditor(path, this);
    m_editor->widget()->setObjectName(QStringLiteral("try.value"));
    m_editor->widget()->setAccessibleName(tr("Value to try of %1").arg(fromUtf8(path.knob->label)));
    m_editor->widget()->setMaximumWidth(220);
    m_row->insertWidget(2, m_editor->widget());
    connect(m_editor, &KnobEditor::edited, this, &ChangeEdit::take);
    connect(m_editor, &KnobEditor::refused, this, [this](const settings::Problem& problem) {
        m_refused = problemText(problem);
        m_editor->setInvalid(true);
        emit changed();
    });
    connect(m_editor, &KnobEditor::abandoned, this, [this] { take(m_value); });
    take(settings::value(m_scenario, path));
    setBaseline(m_scenario);
}

void ChangeEdit::take(const settings::KnobValue& value)
{
    const auto problem = settings::checkValue(m_knob->knob(), value);
    m_refused = problem ? problemText(*problem) : QString();
    m_editor->setInvalid(problem.has_value());
    if (!problem) {
        m_value = value;
        m_editor->show(value);
    }
    emit changed();
}

void ChangeEdit::proposeOther()
{
    take(proposedValue(m_knob->knob(), settings::value(m_scenario, m_knob->knob())));
}

void ChangeEdit::setChange(const experiment::Assignment& change)
{
    if (!m_knob->setKnob(change.key))
        return;
    showKnob();
    if (const auto value = settings::parseValue(m_knob->knob(), change.value))
        take(*value);
}

experiment::Assignment ChangeEdit::change() const
{
    return {m_knob->knob().key(), settings::valueText(m_value)};
}

QString ChangeEdit::problem() const
{
    if (!m_refused.isEmpty())
        return m_refused;
    if (m_value == settings::value(m_scenario, m_knob->knob()))
        return tr("%1 already has this value: choose another to try").arg(fromUtf8(m_knob->knob().knob->label));
    return {};
}

} // namespace weir::ui
