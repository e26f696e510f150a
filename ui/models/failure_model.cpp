// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/failure_model.h"

#include "ui/models/figure_text.h"

#include <array>

namespace weir::ui {

void FailureModel::setSnapshot(const metrics::SnapshotPtr& snapshot)
{
    const int before = rowCount();
    const int after = snapshot ? static_cast<int>(snapshot->failures.size()) : 0;
    // Within one run the list only grows, so what the reader selected stays where it is.
    const bool grows = m_snapshot && snapshot && m_snapshot->run == snapshot->run && after >= before;
    if (grows && after == before)
        return;
    if (grows)
        beginInsertRows({}, before, after - 1);
    else
        beginResetModel();
    m_snapshot = snapshot;
    grows ? endInsertRows() : endResetModel();
}

int FailureModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_snapshot ? 0 : static_cast<int>(m_snapshot->failures.size());
}

int FailureModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

static QString outcomeText(metrics::Outcome outcome)
{
    return text(metrics::outcomeName(outcome)).replace(u'_', u' ');
}

QString FailureModel::cellText(const metrics::Failure& failure, int column) const
{
    switch (column) {
    case Time: return elapsedText(failure.at);
    case Endpoint: return text(m_snapshot->run->endpoints[failure.endpoint]);
    case Status: return failure.status == 0 ? QString(noValue) : QString::number(failure.status);
    case Error: return failure.detail.empty() ? outcomeText(failure.outcome) : text(failure.detail);
    case Request: return text(failure.request);
    default: return text(failure.body).simplified();
    }
}

QVariant FailureModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& failure = at(index.row());
    if (role == Qt::DisplayRole)
        return cellText(failure, index.column());
    if (role == Qt::ToolTipRole)
        return index.column() == Body ? text(failure.body) : cellText(failure, index.column());
    if (role == Qt::TextAlignmentRole && (index.column() == Time || index.column() == Status))
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    return {};
}

QVariant FailureModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    const bool right = section == Time || section == Status;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    const std::array titles{tr("Time"), tr("Endpoint"), tr("Status"), tr("Error"), tr("Request"), tr("Reply begins")};
    return titles[static_cast<std::size_t>(section)];
}

} // namespace weir::ui
