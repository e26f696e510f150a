// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/group_table_model.h"

#include "ui/models/figure_text.h"
#include "ui/models/metric_column.h"

#include <algorithm>
#include <array>

namespace weir::ui {

static constexpr std::array groupColumns{
    MetricColumn{"requests"},
    MetricColumn{"achieved_rps", QT_TRANSLATE_NOOP("MetricColumn", "Rate")},
    MetricColumn{"failed", QT_TRANSLATE_NOOP("MetricColumn", "Errors")},
    MetricColumn{"latency_p50_ms"},
    MetricColumn{"latency_p90_ms"},
    MetricColumn{"latency_p99_ms"},
    MetricColumn{"adjusted_p99_ms"},
    MetricColumn{"latency_max_ms"},
    MetricColumn{"good_ratio"},
    MetricColumn{"cache_hit_ratio"},
};

void GroupTableModel::setSnapshot(const metrics::SnapshotPtr& snapshot)
{
    const auto groupsOf = [](const metrics::SnapshotPtr& of) {
        return of ? of->run->clientGroups : std::vector<std::string>{};
    };
    const bool sameRows = groupsOf(m_snapshot) == groupsOf(snapshot);
    if (!sameRows)
        beginResetModel();
    m_snapshot = snapshot;
    if (!sameRows)
        endResetModel();
    else if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void GroupTableModel::setStretch(const std::optional<RunStretch>& stretch)
{
    m_stretch = stretch;
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int GroupTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_snapshot ? 0 : static_cast<int>(m_snapshot->run->clientGroups.size());
}

int GroupTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(groupColumns.size()) + 1;
}

const metrics::Row* GroupTableModel::rowAt(int group) const
{
    const auto shown = m_stretch.value_or(newestStretch(*m_snapshot));
    const auto at = std::ranges::find_if(m_snapshot->groupRows, [&](const auto& row) {
        return row->group == group && row->phase == shown.phase && row->epoch == shown.epoch;
    });
    return at == m_snapshot->groupRows.end() ? nullptr : at->get();
}

QVariant GroupTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (index.column() == 0)
        return role == Qt::DisplayRole
            ? QVariant(text(m_snapshot->run->clientGroups[static_cast<std::size_t>(index.row())]))
            : QVariant();
    return groupColumns[static_cast<std::size_t>(index.column()) - 1].cellData(rowAt(index.row()), role);
}

QVariant GroupTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return orientation == Qt::Horizontal ? headingData(tr("Client group"), groupColumns, section, role) : QVariant();
}

} // namespace weir::ui
