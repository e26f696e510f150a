// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/request_panel.h"

#include "ui/models/record_edits.h"
#include "ui/models/request_edits.h"
#include "ui/models/request_list_model.h"
#include "ui/models/scenario_model.h"
#include "ui/panels/record_editor.h"
#include "ui/panels/request_delegate.h"
#include "ui/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QListView>
#include <QToolButton>

#include <algorithm>

namespace weir::ui {

static const settings::Section& requestSection()
{
    return *settings::findSection("requests");
}

RequestPanel::RequestPanel(ScenarioModel* scenario, QWidget* parent)
    : QWidget(parent)
    , m_scenario(scenario)
    , m_model(new RequestListModel(scenario, this))
{
    makeList();
    m_editor = new RecordEditor(scenario, requestSection(), this);
    m_editor->setNameHelp(tr("The endpoint's name in every table and report."));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_list);
    column->addWidget(makeButtons());
    column->addWidget(m_editor);

    connect(m_model, &QAbstractItemModel::modelReset, this, &RequestPanel::keepSelection);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &RequestPanel::showSelected);
    connect(m_list, &QListView::activated, this, [this] { setEditing(true); });
    connect(m_editor, &RecordEditor::renamed, this, &RequestPanel::select);
    setEditing(false);
    keepSelection();
}

void RequestPanel::makeList()
{
    m_list = new QListView(this);
    m_list->setObjectName(QStringLiteral("requests.list"));
    m_list->setAccessibleName(tr("Requests"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new RequestDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    auto* removal = new QAction(m_list);
    removal->setShortcut(QKeySequence::Delete);
    removal->setShortcutContext(Qt::WidgetShortcut);
    connect(removal, &QAction::triggered, this, &RequestPanel::remove);
    m_list->addAction(removal);
}

QToolButton* RequestPanel::addButton(QHBoxLayout* row, const QString& name, const QString& iconName,
                                     const QString& help)
{
    auto* button = new QToolButton(this);
    button->setObjectName(QStringLiteral("requests.") + name);
    button->setIcon(icon(iconName, IconTint::Dim));
    button->setToolTip(help);
    button->setAccessibleName(help);
    setRole(button, Role::Flat);
    row->addWidget(button);
    return button;
}

QWidget* RequestPanel::makeButtons()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(2);
    auto* add = addButton(row, QStringLiteral("add"), QStringLiteral("plus"), tr("Add a request"));
    m_duplicate = addButton(row, QStringLiteral("duplicate"), QStringLiteral("copy"), tr("Duplicate the request"));
    m_remove = addButton(row, QStringLiteral("remove"), QStringLiteral("trash"), tr("Remove the request (Del)"));
    row->addStretch(1);
    m_edit = addButton(row, QStringLiteral("edit"), QStringLiteral("chevron-down"),
                       tr("Name, method, path, headers and body of the request"));
    m_edit->setText(tr("Edit"));
    m_edit->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_edit->setCheckable(true);
    connect(add, &QToolButton::clicked, this, &RequestPanel::add);
    connect(m_duplicate, &QToolButton::clicked, this, &RequestPanel::duplicate);
    connect(m_remove, &QToolButton::clicked, this, &RequestPanel::remove);
    connect(m_edit, &QToolButton::toggled, this, &RequestPanel::setEditing);
    return bar;
}

int RequestPanel::count() const
{
    return m_model->rowCount();
}

QString RequestPanel::selected() const
{
    return m_model->nameAt(m_list->currentIndex().row());
}

void RequestPanel::select(const QString& name)
{
    m_selected = name;
    keepSelection();
}

// After the names changed: the same name, else the same place.
void RequestPanel::keepSelection()
{
    const int row = m_model->rowOf(m_selected);
    const int nearest = row >= 0 ? row : std::min(std::max(0, m_list->currentIndex().row()), count() - 1);
    m_list->setCurrentIndex(m_model->index(nearest));
    showSelected();
    fitList();
    emit countChanged();
}

void RequestPanel::showSelected()
{
    m_selected = selected();
    const bool any = !m_selected.isEmpty();
    m_editor->setRecord(m_selected);
    m_editor->setVisible(any && m_edit->isChecked());
    for (auto* button : {m_edit, m_duplicate, m_remove})
        button->setEnabled(any);
}

// As high as its rows, up to a limit: the panel around it scrolls, and a list inside must not trap the wheel.
void RequestPanel::fitList()
{
    constexpr int rowHeight = 33;
    constexpr int mostRows = 10;
    m_list->setFixedHeight(rowHeight * std::clamp(count(), 1, mostRows) + 1);
}

void RequestPanel::setEditing(bool editing)
{
    m_edit->setChecked(editing);
    m_edit->setIcon(icon(editing ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down"), IconTint::Dim));
    m_editor->setVisible(editing && !m_selected.isEmpty());
}

void RequestPanel::add()
{
    select(addRecord(*m_scenario, requestSection()));
    setEditing(true);
    m_editor->focusName();
}

void RequestPanel::duplicate()
{
    select(duplicateRequest(*m_scenario, m_selected));
}

void RequestPanel::remove()
{
    removeRecord(*m_scenario, requestSection(), m_selected);
}

} // namespace weir::ui
