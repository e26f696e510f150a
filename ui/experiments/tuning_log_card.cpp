// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiments/tuning_log_card.h"

#include "ui/experiments/evidence_delegate.h"
#include "ui/experiments/export_links.h"
#include "ui/experiments/tuning_export.h"
#include "ui/label.h"
#include "ui/models/tuning_log.h"
#include "ui/pages/result_table.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

#include <algorithm>

namespace weir::ui {

TuningLogCard::TuningLogCard(TuningLog* log, BannerArea* banners, QWidget* parent)
    : QWidget(parent)
    , m_log(log)
    , m_exports(new TuningExport(log, banners, this))
    , m_table(new ResultTable(log, QStringLiteral("tuning.log"), this))
{
    setRole(this, Role::Card);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 8, 1, 6);
    column->setSpacing(4);
    column->addWidget(makeTop());
    column->addWidget(m_table);
    m_table->setItemDelegate(new EvidenceDelegate(m_table));
    m_table->setStretchColumn(TuningLog::Tried);
    m_table->setSpareColumns({TuningLog::Metric, TuningLog::Interval});
    m_table->setEmptyText(tr("What is tried in this scenario is listed here, with its effect and what was kept."));
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) {
        const auto& thing = m_log->things()[static_cast<std::size_t>(index.row())];
        emit chosen(thing.experiment, thing.report);
    });
    for (const auto signal : {&QAbstractItemModel::modelReset})
        connect(log, signal, this, &TuningLogCard::fit);
    connect(log, &QAbstractItemModel::rowsInserted, this, [this] {
        m_exports->setShown(nullptr); // the newest
        fit();
    });
    fit();
}

QWidget* TuningLogCard::makeTop()
{
    auto* top = new QWidget(this);
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(14, 0, 10, 0);
    row->setSpacing(2);
    auto* title = new Label(tr("Tuning log"), top);
    setRole(title, Role::Title);
    row->addWidget(title);
    row->addStretch(1);
    m_links = new ExportLinks(m_exports, QStringLiteral("tuning.export"), tr("The experiment that is shown, as a file"),
                              top);
    row->addWidget(m_links);
    return top;
}

void TuningLogCard::setShown(const experiment::TuningReportPtr& report)
{
    m_exports->setShown(report);
    m_links->setVisible(m_exports->isPossible());
}

// As tall as its lines, from four to a dozen.
void TuningLogCard::fit()
{
    constexpr int rowHeight = 28;
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() + 2
                            + rowHeight * std::clamp(m_log->rowCount(), 3, 12));
    m_links->setVisible(m_exports->isPossible());
}

} // namespace weir::ui
