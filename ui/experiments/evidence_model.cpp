// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiments/evidence_model.h"

#include "ui/theme.h"

#include <algorithm>
#include <cmath>

namespace weir::ui {

// The widest interval that is not absurd: one bad row must not squeeze the others to points.
static double commonReach(const std::vector<EvidenceRow>& rows)
{
    constexpr double most = 1.4; // four times as much, or a quarter
    double reach = 0;
    for (const auto& row : rows) {
        reach = std::max(reach, 3 * row.bar.margin);
        for (const double end : {row.bar.low, row.bar.high, row.bar.at})
            if (std::isfinite(end))
                reach = std::max(reach, std::min(most, std::abs(end)));
    }
    return std::max(reach * 1.05, 0.01);
}

void EvidenceModel::setRows(std::vector<EvidenceRow> rows, const Titles& titles)
{
    const double reach = commonReach(rows);
    for (auto& row : rows)
        row.bar.reach = reach;
    const bool isSameSize = rows.size() == m_rows.size();
    if (!isSameSize)
        beginResetModel();
    m_rows = std::move(rows);
    m_titles = titles;
    if (!isSameSize)
        endResetModel();
    else if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

int EvidenceModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int EvidenceModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString EvidenceModel::cellText(const EvidenceRow& row, int column) const
{
    switch (column) {
    case Name: return row.name;
    case Baseline: return row.baseline;
    case Variant: return row.variant;
    case Change: return row.change;
    case Interval: return row.interval;
    case Verdict: return row.verdict;
    default: return {};
    }
}

QVariant EvidenceModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& row = m_rows[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return cellText(row, column);
    case Qt::AccessibleTextRole: return column == Bar ? row.interval : cellText(row, column);
    case Qt::ToolTipRole: return row.tip.isEmpty() ? QVariant() : row.tip;
    case Qt::FontRole: return row.isPrimary && column == Name ? QVariant(uiFont(12, QFont::DemiBold)) : QVariant();
    case BarRole: return column == Bar ? QVariant::fromValue(row.bar) : QVariant();
    case PillRole: return column == Verdict ? QVariant(static_cast<int>(row.bar.judgement)) : QVariant();
    case WarnedRole: return row.isWarned;
    case Qt::TextAlignmentRole: {
        const bool isLeft = column == Name || column == Bar || column == Verdict;
        return QVariant::fromValue(Qt::AlignVCenter | (isLeft ? Qt::AlignLeft : Qt::AlignRight));
    }
    default: return {};
    }
}

QVariant EvidenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool isLeft = section == Name || section == Verdict;
        return QVariant::fromValue(Qt::AlignVCenter
                                   | (section == Bar ? Qt::AlignHCenter
                                          : isLeft   ? Qt::AlignLeft
                                                     : Qt::AlignRight));
    }
    if (role != Qt::DisplayRole)
        return {};
    const std::array titles{m_titles.name, m_titles.baseline, m_titles.variant, m_titles.bar,
                            tr("Change"),  tr("Interval"),    tr("Verdict")};
    return titles[static_cast<std::size_t>(section)];
}

} // namespace weir::ui
