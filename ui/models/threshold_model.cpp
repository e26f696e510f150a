// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/threshold_model.h"

#include "ui/models/figure_text.h"

#include <algorithm>
#include <array>

namespace weir::ui {

using analysis::ThresholdState;

void ThresholdModel::setSnapshot(const metrics::SnapshotPtr& snapshot)
{
    auto results = snapshot ? analysis::checkThresholds(snapshot->run->thresholds, *snapshot)
                            : std::vector<analysis::ThresholdResult>{};
    const bool isOver = snapshot && snapshot->state == metrics::RunState::Finished;
    if (results == m_results && isOver == m_isOver)
        return;
    const bool sameRows = results.size() == m_results.size();
    if (!sameRows)
        beginResetModel();
    m_results = std::move(results);
    m_isOver = isOver;
    if (!sameRows)
        endResetModel();
    else if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int ThresholdModel::failing() const
{
    return static_cast<int>(std::ranges::count_if(m_results, [this](const auto& result) {
        return result.state == ThresholdState::Failing || (m_isOver && !result.passed);
    }));
}

int ThresholdModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_results.size());
}

int ThresholdModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ThresholdModel::cellText(const analysis::ThresholdResult& result, int column) const
{
    switch (column) {
    case State:
        if (result.state == ThresholdState::Open)
            return m_isOver ? tr("✕ no figure") : tr("too few samples");
        if (m_isOver)
            return result.passed ? tr("✓ passed") : tr("✕ failed");
        return result.passed ? tr("✓ passing") : tr("✕ failing");
    case Condition: return text(result.threshold.text);
    case Value: return result.value.empty() ? QString(noValue) : text(result.value);
    default: return text(result.reason);
    }
}

QVariant ThresholdModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& result = m_results[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return cellText(result, index.column());
    if (role == Qt::TextAlignmentRole && index.column() == Value)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    return {};
}

QVariant ThresholdModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == Value ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    const std::array titles{tr("State"), tr("Threshold"), tr("Figure"), tr("What was found")};
    return titles[static_cast<std::size_t>(section)];
}

} // namespace weir::ui
