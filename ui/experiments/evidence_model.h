// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/judgement.h"

#include <QAbstractTableModel>
#include <QVariant>

#include <vector>

namespace weir::ui {

// A difference on its scale, as a bar about a zero line that all rows share.
struct EvidenceBar {
    double at = 0;
    double low = 0; // NaN without an interval
    double high = 0;
    double margin = 0;
    double reach = 1; // the half-width that is shown
    analysis::Judgement judgement = analysis::Judgement::Unclear;
};

struct EvidenceRow {
    QString name;
    QString tip;
    QString baseline;
    QString variant;
    EvidenceBar bar;
    QString change;
    QString interval;
    QString verdict;
    bool isPrimary = false;
    bool isWarned = false; // a guard broke: the verdict's colour says so, too
};

// What speaks for a verdict, a row for each metric, knob or setting. Window's thread.
class EvidenceModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;
    enum Column { Name, Baseline, Variant, Bar, Change, Interval, Verdict, ColumnCount };
    enum Role { BarRole = Qt::UserRole, PillRole, WarnedRole };

    struct Titles {
        QString name;
        QString baseline;
        QString variant;
        QString bar;
    };
    // The rows' bars get a common reach.
    void setRows(std::vector<EvidenceRow> rows, const Titles& titles);
    const std::vector<EvidenceRow>& rows() const { return m_rows; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString cellText(const EvidenceRow& row, int column) const;

    std::vector<EvidenceRow> m_rows;
    Titles m_titles;
};

} // namespace weir::ui
Q_DECLARE_METATYPE(weir::ui::EvidenceBar)
