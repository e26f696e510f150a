// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/endpoint_page.h"

#include "ui/models/endpoint_table_model.h"
#include "ui/pages/result_table.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QComboBox>
#include <QHeaderView>
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
    column->addWidget(table);
    m_choice->hide();
    connect(m_choice, &QComboBox::activated, this, &EndpointPage::choose);
}

QWidget* EndpointPage::choice() const
{
    return m_choice;
}

void EndpointPage::setSnapshot(const metrics::SnapshotPtr& snapshot)
{
    if (snapshot)
        updateChoices(*snapshot);
    m_model->setSnapshot(snapshot);
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
