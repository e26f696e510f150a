// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/failure_count_model.h"

#include "ui/models/figure_text.h"

#include <algorithm>
#include <array>
#include <map>

namespace weir::ui {

using namespace weir::metrics;

static bool isFailure(std::size_t outcome)
{
    return outcome != static_cast<std::size_t>(Outcome::Ok) && outcome != static_cast<std::size_t>(Outcome::Cancelled);
}

std::vector<FailureCountModel::Failed> FailureCountModel::countedIn(const Snapshot& snapshot)
{
    std::map<std::pair<int, std::size_t>, std::uint64_t> counts; // by endpoint and outcome: most have none
    for (const auto& row : snapshot.rows)
        for (std::size_t i = 0; i < outcomeCount && row->endpoint >= 0; ++i)
            if (row->outcomes[i] > 0 && isFailure(i))
                counts[{row->endpoint, i}] += row->outcomes[i];
    std::vector<Failed> found;
    found.reserve(counts.size());
    for (const auto& [of, count] : counts)
        found.push_back({count, static_cast<Outcome>(of.second), of.first});
    std::ranges::stable_sort(found, std::greater{}, &Failed::count);
    return found;
}

void FailureCountModel::setSnapshot(const SnapshotPtr& snapshot)
{
    auto rows = snapshot ? countedIn(*snapshot) : std::vector<Failed>{};
    if (rows == m_rows && m_run == (snapshot ? snapshot->run : nullptr))
        return;
    const bool sameSize = rows.size() == m_rows.size();
    if (!sameSize)
        beginResetModel();
    m_run = snapshot ? snapshot->run : nullptr;
    m_rows = std::move(rows);
    if (!sameSize)
        endResetModel();
    else if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

std::uint64_t FailureCountModel::total() const
{
    std::uint64_t sum = 0;
    for (const auto& row : m_rows)
        sum += row.count;
    return sum;
}

int FailureCountModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int FailureCountModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FailureCountModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole && index.column() == Count)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Count: return plainNumber(static_cast<double>(row.count));
    case Kind: return text(outcomeName(row.outcome)).replace(u'_', u' ');
    default: return text(m_run->endpoints[static_cast<std::size_t>(row.endpoint)]);
    }
}

QVariant FailureCountModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == Count ? Qt::AlignRight : Qt::AlignLeft));
    const std::array titles{tr("Failed"), tr("How"), tr("Endpoint")};
    if (role == Qt::ToolTipRole && section == Count)
        return tr("All requests of the run that failed so, whatever phase and settings. The first few of each are "
                  "kept whole beside this table.");
    return role == Qt::DisplayRole ? titles[static_cast<std::size_t>(section)] : QVariant();
}

} // namespace weir::ui
