// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/history.h"

#include <QAbstractTableModel>
#include <QDateTime>

#include <vector>

namespace weir::ui {

// The list of what is kept, the newest in front, as far as filter and scenario leave it. Texts are made when a cell is
// painted, so ten thousand rows cost what is in sight. Window's thread.
class HistoryModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Star, When, Name, Rate, AdjustedP99, Failed, Hits, Verdict, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setEntries(std::vector<store::HistoryEntry> entries);
    void setFilter(const QString& words);      // all of them have to occur; of scenario, name, note, verdict and id
    void setScenario(const QString& scenario); // empty: of all
    const store::HistoryEntry& at(int row) const { return m_entries[m_shown[static_cast<std::size_t>(row)]]; }
    const std::vector<store::HistoryEntry>& all() const { return m_entries; }
    int rowOf(const std::string& id) const; // -1: it is not shown
    QStringList scenarios() const;          // each once, that of the newest run first

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void renamed(const std::string& id, const QString& name); // by the reader

private:
    QString cellText(const store::HistoryEntry& entry, int column) const;
    bool isWanted(const store::HistoryEntry& entry) const;
    void show();

    std::vector<store::HistoryEntry> m_entries;
    std::vector<std::size_t> m_shown; // among m_entries
    QStringList m_words;
    QString m_scenario;
    QDateTime m_now; // when they were loaded
};

} // namespace weir::ui
