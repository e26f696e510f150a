// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <QAbstractTableModel>

#include <optional>
#include <utility>

namespace weir::ui {

// What the last turned knob went with: metrics of the measured phase before and after it, side by side. It compares
// two stretches of one run and makes no claim about chance; `basis` says how much each side rests on.
class ComparisonModel : public QAbstractTableModel {
    Q_OBJECT

public:
    // A side with fewer requests is not shown: its percentiles would jump about.
    static constexpr double fewestRequests = 100;

    using QAbstractTableModel::QAbstractTableModel;

    void setSnapshot(const metrics::SnapshotPtr& snapshot);

    QString title() const { return m_title; } // "pool.max_connections 64 → 2"
    QString basis() const { return m_basis; } // "12 480 requests before, 8 113 after."
    // The epochs that are compared, the earlier first; none where there is nothing to compare.
    std::optional<std::pair<metrics::EpochId, metrics::EpochId>> epochs() const;
    QString notice() const { return m_notice; } // why there is nothing to compare (yet); empty when there is

    enum Column { MetricName, Before, After, Change, RelativeChange, ColumnCount };

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void textChanged(); // of title, basis or notice

private:
    struct Sides {
        metrics::SnapshotPtr snapshot; // owns the rows
        const metrics::Row* before = nullptr;
        const metrics::Row* after = nullptr;
    };
    void compare(const metrics::SnapshotPtr& snapshot);
    void setSides(const Sides& sides);
    QString cellText(int row, int column) const;

    Sides m_sides;
    QString m_title;
    QString m_basis;
    QString m_notice;
};

} // namespace weir::ui
