// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <QAbstractTableModel>

namespace weir::ui {

// How many requests of each endpoint failed in which way, over the whole run, the most in front. Lives on the window's
// thread.
class FailureCountModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Count, Kind, Endpoint, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setSnapshot(const metrics::SnapshotPtr& snapshot);
    std::uint64_t total() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Failed {
        std::uint64_t count = 0;
        metrics::Outcome outcome = metrics::Outcome::StatusError;
        int endpoint = 0;

        bool operator==(const Failed&) const = default;
    };
    static std::vector<Failed> countedIn(const metrics::Snapshot& snapshot);

    std::shared_ptr<const metrics::RunInfo> m_run;
    std::vector<Failed> m_rows;
};

} // namespace weir::ui
