// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"
#include "ui/models/run_stretch.h"

#include <QAbstractTableModel>

#include <optional>

namespace weir::ui {

// A row for each client group, over all endpoints, for one stretch of a run.
class GroupTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setSnapshot(const metrics::SnapshotPtr& snapshot);
    // Without a stretch the newest is followed.
    void setStretch(const std::optional<RunStretch>& stretch);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const metrics::Row* rowAt(int group) const;

    metrics::SnapshotPtr m_snapshot;
    std::optional<RunStretch> m_stretch;
};

} // namespace weir::ui
