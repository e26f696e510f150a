// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/endpoint_table_model.h"

#include "ui/models/figure_text.h"

#include <QFont>

#include <algorithm>
#include <array>
#include <cmath>

namespace weir::ui {

static constexpr std::array endpointColumns{
    MetricColumn{"requests"},
    MetricColumn{"achieved_rps", QT_TRANSLATE_NOOP("MetricColumn", "Rate")},
    MetricColumn{"failed", QT_TRANSLATE_NOOP("MetricColumn", "Errors")},
    MetricColumn{"latency_p50_ms"},
    MetricColumn{"latency_p90_ms"},
    MetricColumn{"latency_p99_ms"},
    MetricColumn{"adjusted_p99_ms", QT_TRANSLATE_NOOP("MetricColumn", "Adj. p99")},
    MetricColumn{"latency_max_ms"},
    MetricColumn{"good_ratio"},
    MetricColumn{"identity_bytes", nullptr, true},
    MetricColumn{"wire_bytes", QT_TRANSLATE_NOOP("MetricColumn", "On wire"), true},
    MetricColumn{"bytes_saved_ratio"},
    MetricColumn{"cache_hit_ratio"},
    MetricColumn{"pool_wait_p99_ms", QT_TRANSLATE_NOOP("MetricColumn", "Pool p99")},
};

// Where the time of one request goes, and what else is worth knowing but no column of its own.
static constexpr std::array toldColumns{
    MetricColumn{"time_queued_ms"},
    MetricColumn{"time_pool_ms"},
    MetricColumn{"time_connect_ms"},
    MetricColumn{"time_tls_ms"},
    MetricColumn{"time_send_ms"},
    MetricColumn{"time_wait_ms"},
    MetricColumn{"time_receive_ms"},
    MetricColumn{"cold_requests"},
    MetricColumn{"cold_service_mean_ms"},
    MetricColumn{"warm_service_mean_ms"},
    MetricColumn{"left_out"},
    MetricColumn{"adjusted_p50_ms"},
    MetricColumn{"adjusted_p90_ms"},
    MetricColumn{"failed_latency_mean_ms"},
    MetricColumn{"failed_latency_p99_ms"},
    MetricColumn{"good_rps"},
};

std::span<const MetricColumn> EndpointTableModel::columns()
{
    return endpointColumns;
}

std::vector<int> EndpointTableModel::spareColumns()
{
    std::vector<int> spare;
    for (const std::string_view id : {"good_ratio", "identity_bytes", "pool_wait_p99_ms", "adjusted_p99_ms",
                                      "latency_p90_ms", "latency_max_ms", "achieved_rps"})
        spare.push_back(
            static_cast<int>(std::ranges::find(endpointColumns, id, &MetricColumn::id) - endpointColumns.begin()) + 1);
    return spare;
}

bool EndpointTableModel::sameEndpoints(const metrics::SnapshotPtr& snapshot) const
{
    return m_snapshot && snapshot
        && (m_snapshot->run == snapshot->run || m_snapshot->run->endpoints == snapshot->run->endpoints);
}

void EndpointTableModel::setSnapshot(const metrics::SnapshotPtr& snapshot)
{
    if (sameEndpoints(snapshot)) {
        m_snapshot = snapshot;
        takeRows();
        refresh();
        return;
    }
    beginResetModel();
    m_snapshot = snapshot;
    takeRows();
    m_order = arranged(shownEndpoints());
    endResetModel();
}

void EndpointTableModel::setFilter(const QString& words)
{
    beginResetModel();
    m_words = words.split(u' ', Qt::SkipEmptyParts);
    m_order = arranged(shownEndpoints());
    endResetModel();
}

int EndpointTableModel::endpointCount() const
{
    return m_snapshot ? static_cast<int>(m_snapshot->run->endpoints.size()) : 0;
}

bool EndpointTableModel::matches(int endpoint) const
{
    if (endpoint < 0 || m_words.isEmpty())
        return true;
    const QString name = text(m_snapshot->run->endpoints[static_cast<std::size_t>(endpoint)]);
    return std::ranges::all_of(m_words, [&](const QString& word) { return name.contains(word, Qt::CaseInsensitive); });
}

std::vector<int> EndpointTableModel::shownEndpoints() const
{
    std::vector<int> shown;
    for (int endpoint = -1; m_snapshot && endpoint < endpointCount(); ++endpoint)
        if (matches(endpoint))
            shown.push_back(endpoint);
    return shown;
}

void EndpointTableModel::setStretch(const std::optional<RunStretch>& stretch)
{
    m_stretch = stretch;
    takeRows();
    refresh();
}

std::optional<RunStretch> EndpointTableModel::shownStretch() const
{
    if (!m_snapshot)
        return std::nullopt;
    return m_stretch ? *m_stretch : newestStretch(*m_snapshot);
}

// Found once: with thousands of endpoints a search for each cell would hold up the window.
void EndpointTableModel::takeRows()
{
    m_rows.assign(m_snapshot ? m_snapshot->run->endpoints.size() + 1 : 0, nullptr);
    if (!m_snapshot)
        return;
    const auto shown = *shownStretch();
    const auto stretchOf = [](const auto& row) { return std::pair(row->phase, row->epoch); };
    for (const auto& row :
         std::ranges::equal_range(m_snapshot->rows, std::pair(shown.phase, shown.epoch), {}, stretchOf))
        m_rows[static_cast<std::size_t>(row->endpoint + 1)] = row.get();
}

const metrics::Row* EndpointTableModel::rowOfEndpoint(int endpoint) const
{
    return m_rows[static_cast<std::size_t>(endpoint + 1)];
}

void EndpointTableModel::refresh()
{
    if (m_order.empty())
        return;
    if (m_sortColumn >= 0)
        sort(m_sortColumn, m_sortOrder);
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int EndpointTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

int EndpointTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(endpointColumns.size()) + 1;
}

const metrics::Row* EndpointTableModel::rowAt(int row) const
{
    return rowOfEndpoint(m_order[static_cast<std::size_t>(row)]);
}

QString EndpointTableModel::nameAt(int row) const
{
    const int endpoint = m_order[static_cast<std::size_t>(row)];
    return endpoint < 0 ? tr("All requests") : text(m_snapshot->run->endpoints[static_cast<std::size_t>(endpoint)]);
}

QString EndpointTableModel::summaryAt(int row) const
{
    QStringList lines{nameAt(row)};
    for (const auto& column : endpointColumns)
        lines << QStringLiteral("%1: %2").arg(column.heading(), column.valueText(rowAt(row)));
    lines << QString() << tr("Where the time of one request goes, and first uses of a connection against later ones:");
    for (const auto& column : toldColumns)
        if (!std::isnan(column.value(rowAt(row))))
            lines << QStringLiteral("%1: %2").arg(column.heading(), column.valueText(rowAt(row)));
    return lines.join(u'\n');
}

static QVariant nameData(const QString& name, bool isTotal, int role)
{
    if (role == Qt::DisplayRole)
        return name;
    if (role == Qt::FontRole && isTotal) {
        QFont font;
        font.setWeight(QFont::DemiBold);
        return font;
    }
    return {};
}

QVariant EndpointTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (index.column() == 0 && role == Qt::ToolTipRole)
        return summaryAt(index.row());
    if (index.column() == 0)
        return nameData(nameAt(index.row()), m_order[static_cast<std::size_t>(index.row())] < 0, role);
    return endpointColumns[static_cast<std::size_t>(index.column()) - 1].cellData(rowAt(index.row()), role);
}

QVariant EndpointTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return orientation == Qt::Horizontal ? headingData(tr("Endpoint"), endpointColumns, section, role) : QVariant();
}

void EndpointTableModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    auto arranged = this->arranged(m_order);
    if (m_order == arranged)
        return;
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const auto kept = persistentIndexList();
    QModelIndexList moved;
    for (const auto& old : kept) {
        const int endpoint = m_order[static_cast<std::size_t>(old.row())];
        moved.append(index(static_cast<int>(std::ranges::find(arranged, endpoint) - arranged.begin()), old.column()));
    }
    m_order = std::move(arranged);
    changePersistentIndexList(kept, moved);
    emit layoutChanged({}, VerticalSortHint);
}

std::vector<int> EndpointTableModel::arranged(std::vector<int> order) const
{
    std::ranges::sort(order);
    if (m_sortColumn < 0 || order.empty())
        return order;
    const auto others = std::span(order).subspan(1); // the total stays in front
    const bool rising = m_sortOrder == Qt::AscendingOrder;
    if (m_sortColumn == 0) {
        const auto name = [this](int endpoint) -> const std::string& {
            return m_snapshot->run->endpoints[static_cast<std::size_t>(endpoint)];
        };
        rising ? std::ranges::stable_sort(others, std::less{}, name)
               : std::ranges::stable_sort(others, std::greater{}, name);
        return order;
    }
    const auto values = endpointColumns[static_cast<std::size_t>(m_sortColumn) - 1].values(m_rows);
    std::vector<std::pair<double, int>> keyed;
    keyed.reserve(others.size());
    for (const int endpoint : others) {
        // Rows without a value come last, whichever way.
        const double value = values[static_cast<std::size_t>(endpoint + 1)];
        keyed.emplace_back(std::isnan(value) ? std::numeric_limits<double>::infinity()
                               : rising      ? value
                                             : -value,
                           endpoint);
    }
    std::ranges::stable_sort(keyed, {}, &std::pair<double, int>::first);
    std::ranges::transform(keyed, others.begin(), &std::pair<double, int>::second);
    return order;
}

} // namespace weir::ui
