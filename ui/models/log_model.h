// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <QAbstractTableModel>

namespace weir::ui {

// What happened during the run, in order: its start, the knobs that were turned with the numbers their marks have on
// the charts, its end and the verdict's reasons.
class LogModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Time, Number, Text, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setSnapshot(const metrics::SnapshotPtr& snapshot);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Entry {
        base::Nanos at{};
        int number = 0; // of the mark, 0 for none
        QString text;

        bool operator==(const Entry&) const = default;
    };
    static std::vector<Entry> entriesOf(const metrics::Snapshot& snapshot);
    static void appendStages(std::vector<Entry>& entries, const metrics::Snapshot& snapshot);
    static void appendEnd(std::vector<Entry>& entries, const metrics::Snapshot& snapshot);

    std::vector<Entry> m_entries;
};

} // namespace weir::ui
