// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"
#include "ui/models/run_stretch.h"

#include <QAbstractTableModel>

#include <optional>

namespace weir::ui {

// The exchanges of one stretch of a run that were kept whole: the slowest of each endpoint, or those that were
// drawn evenly from all; the slowest in front. Lives on the window's thread.
class SlowestModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Response, Endpoint, Mostly, Time, Reply, Cache, Connection, OnWire, Request, ColumnCount };
    enum class Kind { Slowest, Sample };

    static constexpr std::ptrdiff_t mostShown = 1000; // of all endpoints together

    using QAbstractTableModel::QAbstractTableModel;

    void setSnapshot(const metrics::SnapshotPtr& snapshot);
    void setKind(Kind kind);
    // Without a stretch the newest is followed.
    void setStretch(const std::optional<RunStretch>& stretch);
    const metrics::ExchangeDetail& at(int row) const { return m_exchanges[static_cast<std::size_t>(row)]; }
    int rowOf(const metrics::ExchangeDetail& exchange) const; // -1: it is no longer among them

    // Those that say least beside the others, the least first.
    static std::vector<int> spareColumns();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString cellText(const metrics::ExchangeDetail& exchange, int column) const;
    void refresh();

    metrics::SnapshotPtr m_snapshot;
    Kind m_kind = Kind::Slowest;
    std::optional<RunStretch> m_stretch;
    std::vector<metrics::ExchangeDetail> m_exchanges;
};

} // namespace weir::ui
