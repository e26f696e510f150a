// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <QAbstractTableModel>

namespace weir::ui {

// The failed requests that were kept whole: the first few of each endpoint and kind.
class FailureModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Time, Endpoint, Status, Error, Request, Body, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setSnapshot(const metrics::SnapshotPtr& snapshot);
    const metrics::Failure& at(int row) const { return m_snapshot->failures[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString cellText(const metrics::Failure& failure, int column) const;

    metrics::SnapshotPtr m_snapshot;
};

} // namespace weir::ui
