// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/comparison_model.h"

#include "ui/models/figure_text.h"
#include "ui/models/metric_column.h"

#include <array>
#include <cmath>

namespace weir::ui {

using namespace weir::metrics;

static constexpr std::array comparedMetrics{
    MetricColumn{"achieved_rps", QT_TRANSLATE_NOOP("MetricColumn", "Rate")},
    MetricColumn{"error_ratio"},
    MetricColumn{"latency_p50_ms", QT_TRANSLATE_NOOP("MetricColumn", "Response p50")},
    MetricColumn{"latency_p90_ms", QT_TRANSLATE_NOOP("MetricColumn", "Response p90")},
    MetricColumn{"latency_p99_ms", QT_TRANSLATE_NOOP("MetricColumn", "Response p99")},
    MetricColumn{"latency_max_ms", QT_TRANSLATE_NOOP("MetricColumn", "Slowest response")},
    MetricColumn{"adjusted_p99_ms", QT_TRANSLATE_NOOP("MetricColumn", "Response p99, of all planned")},
    MetricColumn{"good_ratio"},
    MetricColumn{"identity_bytes", QT_TRANSLATE_NOOP("MetricColumn", "Reply size, identity"), true},
    MetricColumn{"wire_bytes", QT_TRANSLATE_NOOP("MetricColumn", "Reply size, on the wire"), true},
    MetricColumn{"bytes_saved_ratio", QT_TRANSLATE_NOOP("MetricColumn", "Bytes saved")},
    MetricColumn{"cache_hit_ratio", QT_TRANSLATE_NOOP("MetricColumn", "Cache hits")},
    MetricColumn{"pool_saturation_ratio", QT_TRANSLATE_NOOP("MetricColumn", "Pool saturation")},
    MetricColumn{"pool_wait_p99_ms"},
    MetricColumn{"generator_cpu_ratio"},
};

static double requestsOf(const Row* row)
{
    static const std::size_t index = metricIndex("requests");
    return row ? row->values[index] : 0;
}

void ComparisonModel::setSnapshot(const SnapshotPtr& snapshot)
{
    const auto old = std::array{m_title, m_basis, m_notice};
    compare(snapshot);
    if (old != std::array{m_title, m_basis, m_notice})
        emit textChanged();
}

// The knobs that were turned between two epochs, in words.
static QString changesBetween(const Snapshot& snapshot, EpochId before, EpochId after)
{
    QStringList changes;
    for (const auto& mark : snapshot.events)
        if (mark.epoch > before && mark.epoch <= after)
            changes.append(QStringLiteral("%1: %2").arg(mark.number).arg(text(mark.text)));
    return changes.join(QStringLiteral("; "));
}

void ComparisonModel::compare(const SnapshotPtr& snapshot)
{
    std::vector<const Row*> measured;
    if (snapshot)
        snapshot->forEachRowOf(-1, [&](const Row& row) {
            if (row.phase == snapshot->phase && isMeasured(row.phase))
                measured.push_back(&row);
        });

    m_title.clear();
    m_basis.clear();
    m_notice = tr("Turn a knob during a run, and its effect appears here.");
    std::vector<const Row*> solid;
    for (const Row* row : measured)
        if (requestsOf(row) >= fewestRequests)
            solid.push_back(row);
    const bool newestTooThin = measured.size() > 1 && measured.back() != (solid.empty() ? nullptr : solid.back());
    if (newestTooThin) {
        m_title = changesBetween(*snapshot, measured[measured.size() - 2]->epoch, measured.back()->epoch);
        m_notice = tr("%1 of the %2 requests needed for a comparison have ended since.")
                       .arg(plainNumber(requestsOf(measured.back())), plainNumber(fewestRequests));
    }
    if (newestTooThin || solid.size() < 2) {
        setSides({});
        return;
    }
    const Sides sides{snapshot, solid[solid.size() - 2], solid.back()};
    m_notice.clear();
    m_title = changesBetween(*snapshot, sides.before->epoch, sides.after->epoch);
    m_basis = tr("Rests on %1 requests before and %2 after. A difference this table shows may still be chance.")
                  .arg(plainNumber(requestsOf(sides.before)), plainNumber(requestsOf(sides.after)));
    setSides(sides);
}

std::optional<std::pair<EpochId, EpochId>> ComparisonModel::epochs() const
{
    if (!m_sides.after)
        return std::nullopt;
    return std::pair(m_sides.before->epoch, m_sides.after->epoch);
}

void ComparisonModel::setSides(const Sides& sides)
{
    const bool had = m_sides.after != nullptr;
    const bool has = sides.after != nullptr;
    if (had != has)
        beginResetModel();
    m_sides = sides;
    if (had != has)
        endResetModel();
    else if (has)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int ComparisonModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_sides.after ? 0 : static_cast<int>(comparedMetrics.size());
}

int ComparisonModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ComparisonModel::cellText(int row, int column) const
{
    const auto& metric = comparedMetrics[static_cast<std::size_t>(row)];
    const double before = metric.value(m_sides.before);
    const double after = metric.value(m_sides.after);
    switch (column) {
    case MetricName: return metric.heading();
    case Before: return metric.valueText(m_sides.before);
    case After: return metric.valueText(m_sides.after);
    case Change: return differenceText(metric.metric(), after - before);
    default:
        if (!std::isfinite(before) || !std::isfinite(after) || before == 0 || isShare(metric.metric()))
            return noValue;
        return (after < before ? QStringLiteral("−") : QStringLiteral("+")) + percentText(std::abs(after / before - 1));
    }
}

QVariant ComparisonModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::DisplayRole)
        return cellText(index.row(), index.column());
    if (role == Qt::ToolTipRole && index.column() == MetricName)
        return comparedMetrics[static_cast<std::size_t>(index.row())].help();
    if (role == Qt::ToolTipRole && (index.column() == Before || index.column() == After))
        return comparedMetrics[static_cast<std::size_t>(index.row())].gapReason(
            index.column() == Before ? m_sides.before : m_sides.after);
    if (role == Qt::TextAlignmentRole && index.column() != MetricName)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    return {};
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == MetricName ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    const std::array titles{tr("Metric"), tr("Before"), tr("After"), tr("Change"), tr("Change %")};
    return titles[static_cast<std::size_t>(section)];
}

} // namespace weir::ui
