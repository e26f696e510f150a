// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/record_section.h"

#include "ui/label.h"
#include "ui/models/figure_text.h"
#include "ui/models/record_edits.h"
#include "ui/models/scenario_model.h"
#include "ui/panels/record_editor.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace weir::ui {

RecordSection::RecordSection(ScenarioModel* scenario, const settings::Section& section, QWidget* parent)
    : QWidget(parent)
    , m_scenario(scenario)
    , m_section(&section)
    , m_column(new QVBoxLayout(this))
    , m_editor(new RecordEditor(scenario, section, this))
{
    setObjectName(QStringLiteral("records.") + text(section.key));
    m_column->setContentsMargins(0, 2, 0, 4);
    m_column->setSpacing(0);
    m_column->addWidget(makeTitle());
    m_column->addWidget(m_editor);
    m_editor->hide();
    connect(m_editor, &RecordEditor::renamed, this, &RecordSection::open);
    connect(scenario, &ScenarioModel::changed, this, &RecordSection::refresh);
    connect(scenario, &ScenarioModel::opened, this, &RecordSection::refresh);
    refresh();
}

QWidget* RecordSection::makeTitle()
{
    auto* title = new QWidget(this);
    title->setToolTip(text(m_section->help));
    auto* row = new QHBoxLayout(title);
    row->setContentsMargins(12, 0, 8, 0);
    auto* name = new Label(text(m_section->label), title);
    m_remark = new Label(title);
    setRole(m_remark, Role::Dim);
    auto* add = new QToolButton(title);
    add->setObjectName(text(m_section->key) + QStringLiteral(".add"));
    add->setIcon(icon(QStringLiteral("plus"), IconTint::Dim));
    add->setToolTip(tr("New %1").arg(inWords(*m_section)));
    add->setAccessibleName(add->toolTip());
    setRole(add, Role::Flat);
    connect(add, &QToolButton::clicked, this, &RecordSection::add);
    row->addWidget(name);
    row->addStretch(1);
    row->addWidget(m_remark);
    row->addWidget(add);
    return title;
}

RecordSection::Row RecordSection::makeRow(const QString& name)
{
    const QString key = text(m_section->key) + u'.' + name;
    Row made;
    made.widget = new QWidget(this);
    auto* row = new QHBoxLayout(made.widget);
    row->setContentsMargins(12, 0, 8, 0);
    row->setSpacing(6);
    made.title = new QToolButton(made.widget);
    made.title->setObjectName(key);
    made.title->setText(caption(name));
    made.title->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    made.title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setRole(made.title, Role::Flat);
    connect(made.title, &QToolButton::clicked, this, [this, name] { open(m_open == name ? QString() : name); });
    made.summary = new Label(made.widget);
    made.summary->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    setRole(made.summary, Role::Dim);
    auto* remove = new QToolButton(made.widget);
    remove->setObjectName(key + QStringLiteral(".remove"));
    remove->setIcon(icon(QStringLiteral("trash"), IconTint::Dim));
    remove->setToolTip(tr("Remove %1").arg(name));
    remove->setAccessibleName(remove->toolTip());
    setRole(remove, Role::Flat);
    connect(remove, &QToolButton::clicked, this, [this, name] { removeRecord(*m_scenario, *m_section, name); });
    row->addWidget(made.title);
    row->addWidget(made.summary, 1);
    row->addWidget(remove);
    return made;
}

void RecordSection::add()
{
    open(addRecord(*m_scenario, *m_section));
    m_editor->focusName();
}

void RecordSection::open(const QString& name)
{
    m_open = m_names.contains(name) ? name : QString();
    m_editor->setRecord(m_open);
    m_editor->setVisible(!m_open.isEmpty());
    m_column->removeWidget(m_editor);
    const auto at = m_names.indexOf(m_open); // the title stands in front of the rows
    m_column->insertWidget(m_open.isEmpty() ? m_column->count() : static_cast<int>(at) + 2, m_editor);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const bool isOpen = m_names[static_cast<qsizetype>(i)] == m_open;
        m_rows[i].title->setIcon(
            icon(isOpen ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), IconTint::Dim));
    }
}

void RecordSection::refresh()
{
    QStringList names;
    for (const auto& name : m_section->records(m_scenario->scenario()))
        names << text(name);
    if (names != m_names)
        rebuild(names);
    showSummaries();
}

void RecordSection::rebuild(const QStringList& names)
{
    for (const auto& row : m_rows) {
        row.widget->hide();
        row.widget->deleteLater(); // it may be the one whose button was pressed
    }
    m_rows.clear();
    m_names = names;
    for (const QString& name : names) {
        m_rows.push_back(makeRow(name));
        m_column->insertWidget(static_cast<int>(m_rows.size()), m_rows.back().widget);
    }
    m_remark->setText(names.isEmpty() ? QString() : QString::number(names.size()));
    open(m_open);
    emit countChanged();
}

// Elided to what the dock leaves beside the name; the tip has all of it.
void RecordSection::showSummaries()
{
    constexpr int room = 110;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const auto& name = m_names[static_cast<qsizetype>(i)];
        const QString summary = shownText(recordSummary(m_scenario->scenario(), *m_section, name));
        m_rows[i].summary->setText(m_rows[i].summary->fontMetrics().elidedText(summary, Qt::ElideMiddle, room));
        m_rows[i].summary->setToolTip(summary);
    }
}

} // namespace weir::ui
