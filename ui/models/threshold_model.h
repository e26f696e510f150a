// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/threshold.h"

#include <QAbstractTableModel>

namespace weir::ui {

// The run's thresholds, each with its figure and its state so far.
class ThresholdModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { State, Condition, Value, Reason, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setSnapshot(const metrics::SnapshotPtr& snapshot);
    int failing() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString cellText(const analysis::ThresholdResult& result, int column) const;

    std::vector<analysis::ThresholdResult> m_results;
    bool m_isOver = false; // then a threshold without a figure has failed
};

} // namespace weir::ui
