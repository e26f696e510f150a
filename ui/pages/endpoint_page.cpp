// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/endpoint_page.h"

#include "ui/label.h"
#include "ui/models/endpoint_table_model.h"
#include "ui/pages/result_table.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QShortcut>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace weir::ui {

EndpointPage::EndpointPage(QWidget* parent)
    : QWidget(parent)
    , m_model(new EndpointTableModel(this))
    , m_choice(new QComboBox(this))
{
    m_choice->setObjectName(QStringLiteral("endpoints.stretch"));
    m_choice->setAccessibleName(tr("Stretch of the run that the tables are about"));
    m_choice->setToolTip(tr("Figures of different settings are never mixed: choose which stretch of the run to read."));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(15);
    auto* table = new ResultTable(m_model, QStringLiteral("endpoints"), this);
    table->setEmptyText(tr("Start a run, and each kind of request gets its row here."));
    table->horizontalHeader()->setSortIndicatorClearable(true);
    table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    table->setSortingEnabled(true);
    table->setSpareColumns(EndpointTableModel::spareColumns());

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 0, 6, 0);
    column->setSpacing(0);
    column->addWidget(makeFilter());
    column->addWidget(table);
    m_choice->hide();
    connect(m_choice, &QComboBox::activated, this, &EndpointPage::choose);
}

QWidget* EndpointPage::makeFilter()
{
    m_filterBar = new QWidget(this);
    m_filter = new QLineEdit(m_filterBar);
    m_filter->setObjectName(QStringLiteral("endpoints.filter"));
    m_filter->setPlaceholderText(tr("Find an endpoint (Ctrl+F)"));
    m_filter->setAccessibleName(tr("Find an endpoint"));
    m_filter->setToolTip(tr("Shows the endpoints whose names hold all the words. The total stays that of all."));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(320);
    m_filter->addAction(icon(QStringLiteral("search"), IconTint::Dim), QLineEdit::LeadingPosition);
    m_found = new Label(m_filterBar);
    m_found->setObjectName(QStringLiteral("endpoints.found"));
    setRole(m_found, Role::Dim);
    auto* row = new QHBoxLayout(m_filterBar);
    row->setContentsMargins(5, 4, 5, 4);
    row->addWidget(m_filter, 1);
    row->addWidget(m_found);
    row->addStretch(1);
    m_settled.setSingleShot(true);
    m_settled.setInterval(120);
    connect(m_filter, &QLineEdit::textChanged, &m_settled, qOverload<>(&QTimer::start));
    connect(&m_settled, &QTimer::timeout, this, &EndpointPage::applyFilter);
    auto* leave = new QShortcut(QKeySequence(Qt::Key_Escape), m_filter, nullptr, nullptr, Qt::WidgetShortcut);
    connect(leave, &QShortcut::activated, this, [this] {
        m_filter->clear();
        showFilter();
    });
    m_filterBar->hide();
    return m_filterBar;
}

void EndpointPage::find()
{
    m_filterBar->show();
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void EndpointPage::showFilter()
{
    constexpr int inSight = 15;
    m_filterBar->setVisible(m_model->endpointCount() > inSight || !m_filter->text().isEmpty());
}

void EndpointPage::applyFilter()
{
    m_model->setFilter(m_filter->text());
    const int found = m_model->rowCount() - 1;
    m_found->setText(m_filter->text().isEmpty() ? QString() : tr("%1 of %2").arg(found).arg(m_model->endpointCount()));
}

QWidget* EndpointPage::choice() const
{
    return m_choice;
}

void EndpointPage::setSnapshot(const metrics::SnapshotPtr& snapshot)
{
    if (snapshot)
        updateChoices(*snapshot);
    const int before = m_model->endpointCount();
    m_model->setSnapshot(snapshot);
    if (before != m_model->endpointCount())
        showFilter();
}

// One stretch is no choice.
void EndpointPage::updateChoices(const metrics::Snapshot& snapshot)
{
    auto stretches = stretchesOf(snapshot);
    if (stretches == m_stretches)
        return;
    const bool grew = stretches.size() > m_stretches.size();
    const QSignalBlocker blocker(m_choice);
    const int chosen = grew ? m_choice->currentIndex() : 0;
    m_stretches = std::move(stretches);
    m_choice->clear();
    m_choice->addItem(tr("Newest settings"));
    for (const auto& stretch : m_stretches)
        m_choice->addItem(shownText(stretchText(snapshot, stretch)));
    m_choice->setCurrentIndex(std::max(0, chosen));
    m_choice->setVisible(m_stretches.size() > 1);
    choose(m_choice->currentIndex());
}

void EndpointPage::choose(int index)
{
    const auto stretch = index <= 0 ? std::nullopt : std::optional(m_stretches[static_cast<std::size_t>(index) - 1]);
    m_model->setStretch(stretch);
    emit stretchChosen(stretch);
}

} // namespace weir::ui
