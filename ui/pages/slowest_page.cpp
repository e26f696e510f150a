// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/slowest_page.h"

#include "ui/charts/waterfall.h"
#include "ui/models/exchange_text.h"
#include "ui/models/figure_text.h"
#include "ui/models/slowest_model.h"
#include "ui/pages/result_table.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QVBoxLayout>

namespace weir::ui {

using metrics::Step;

static ColorRole colorOf(Step step)
{
    switch (step) {
    case Step::Queued: return ColorRole::Dim;
    case Step::Pool: return ColorRole::Second;
    case Step::Lookup:
    case Step::Connect: return ColorRole::Fifth;
    case Step::Tls: return ColorRole::Fourth;
    case Step::Send: return ColorRole::Sixth;
    case Step::Wait: return ColorRole::Third;
    case Step::Receive: return ColorRole::First;
    case Step::Own: break;
    }
    return ColorRole::Neutral;
}

static std::vector<Waterfall::Bar> barsOf(const metrics::ExchangeDetail& exchange)
{
    std::vector<Waterfall::Bar> bars;
    double begin = 0;
    for (std::size_t i = 0; i < metrics::stepCount; ++i) {
        const auto step = static_cast<Step>(i);
        const double length = secondsOf(exchange.of(step)) * 1000;
        if (length <= 0)
            continue;
        bars.push_back(Waterfall::Bar{stepLabel(step), stepHelp(step), begin, length, colorOf(step),
                                      step == Step::Queued || step == Step::Pool || step == Step::Lookup});
        begin += length;
    }
    return bars;
}

SlowestPage::SlowestPage(QWidget* parent)
    : QSplitter(Qt::Horizontal, parent)
    , m_model(new SlowestModel(this))
    , m_table(new ResultTable(m_model, QStringLiteral("slowest"), this))
    , m_waterfall(new Waterfall(this))
    , m_choice(new QComboBox(this))
{
    setChildrenCollapsible(false);
    setHandleWidth(6);
    m_table->setEmptyText(
        tr("The slowest exchanges of each endpoint are kept whole here, with where their time went: those of the "
           "newest 64 stretches of a run."));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setStretchColumn(SlowestModel::Request);
    m_table->setSpareColumns(SlowestModel::spareColumns());
    auto* side = new QWidget(this); // above the waterfall there is room, and beside the tabs there is not
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 10, 0);
    row->addStretch();
    row->addWidget(m_choice);
    column->addLayout(row);
    column->addWidget(m_waterfall, 1);
    addWidget(m_table);
    addWidget(side);
    setStretchFactor(0, 3);
    setStretchFactor(1, 2);
    m_choice->setObjectName(QStringLiteral("slowest.kind"));
    m_choice->setAccessibleName(tr("Which exchanges the table shows"));
    m_choice->setToolTip(tr("The slowest show what goes wrong. The fair sample is drawn evenly from all exchanges of "
                            "each endpoint and shows what is usual."));
    m_choice->addItems({tr("Slowest"), tr("Fair sample")});
    connect(m_choice, &QComboBox::activated, this,
            [this](int kind) { m_model->setKind(static_cast<SlowestModel::Kind>(kind)); });
    connect(m_model, &QAbstractItemModel::modelReset, this, &SlowestPage::restoreChoice);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) { show(current.row()); });
    connect(m_table, &QAbstractItemView::clicked, this,
            [this](const QModelIndex& clicked) { m_shown = m_model->at(clicked.row()); });
}

void SlowestPage::setSnapshot(const metrics::SnapshotPtr& snapshot)
{
    m_newest = snapshot;
    if (isVisible() || !snapshot)
        m_model->setSnapshot(snapshot);
}

void SlowestPage::showEvent(QShowEvent* event)
{
    QSplitter::showEvent(event);
    m_model->setSnapshot(m_newest);
}

void SlowestPage::setStretch(const std::optional<RunStretch>& stretch)
{
    m_model->setStretch(stretch);
}

// What the reader has chosen stays chosen while the list around it changes; else the slowest is shown.
void SlowestPage::restoreChoice()
{
    const int kept = m_shown ? m_model->rowOf(*m_shown) : -1;
    if (kept < 0)
        m_shown.reset();
    const int row = std::max(kept, 0);
    if (row < m_model->rowCount())
        m_table->setCurrentIndex(m_model->index(row, 0));
    show(row);
}

void SlowestPage::show(int row)
{
    if (row < 0 || row >= m_model->rowCount()) {
        m_waterfall->clear();
        return;
    }
    const auto& exchange = m_model->at(row);
    m_waterfall->setTitle(requestText(exchange), tr("ms"));
    m_waterfall->setHelp(detailText(exchange));
    m_waterfall->setHeadline(durationText(secondsOf(exchange.response) * 1000));
    m_waterfall->setBars(barsOf(exchange), secondsOf(exchange.response) * 1000);
}

} // namespace weir::ui
