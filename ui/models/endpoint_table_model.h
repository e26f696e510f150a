// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/metric_column.h"
#include "ui/models/run_stretch.h"

#include <QAbstractTableModel>

#include <optional>
#include <span>

namespace weir::ui {

// One row per kind of request, the total of all in front, for one stretch of a run. Sorting leaves the total in front.
// Lives on the window's thread; keeps the newest snapshot alive.
class EndpointTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setSnapshot(const metrics::SnapshotPtr& snapshot);
    // Without a stretch the newest is followed.
    void setStretch(const std::optional<RunStretch>& stretch);
    std::optional<RunStretch> shownStretch() const; // nothing before the first snapshot

    // Shows the endpoints whose names hold all the words; the total stays.
    void setFilter(const QString& words);
    int endpointCount() const; // with or without a filter

    static std::span<const MetricColumn> columns(); // those after the name
    // Those that say least beside the others, the least first. The name's tip has them all.
    static std::vector<int> spareColumns();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    const metrics::Row* rowAt(int row) const;
    QString nameAt(int row) const;
    QString summaryAt(int row) const; // all figures of the row, line by line
    bool sameEndpoints(const metrics::SnapshotPtr& snapshot) const;
    void takeRows();
    const metrics::Row* rowOfEndpoint(int endpoint) const;
    bool matches(int endpoint) const;
    std::vector<int> shownEndpoints() const;                 // the total in front, in the scenario's order
    std::vector<int> arranged(std::vector<int> order) const; // by the wanted column
    void refresh();                                          // values and order of the rows that are there

    metrics::SnapshotPtr m_snapshot;
    std::optional<RunStretch> m_stretch;
    std::vector<const metrics::Row*> m_rows; // of the shown stretch by endpoint, the total in front; of m_snapshot
    std::vector<int> m_order;                // endpoint of each row, -1 for the total
    QStringList m_words;                     // of the filter
    int m_sortColumn = -1;                   // -1: the scenario's own order
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace weir::ui
