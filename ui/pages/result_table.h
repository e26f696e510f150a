// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

#include <vector>

namespace weir::ui {

class ResultHeader;

// The tables beneath the charts have one look: 28 px rows, no grid but hairlines, whole rows selected, cells copied
// as text with Ctrl+C, and a sentence where there are no rows yet.
class ResultTable : public QTableView {
    Q_OBJECT

public:
    ResultTable(QAbstractItemModel* model, const QString& name, QWidget* parent = nullptr);

    void setEmptyText(const QString& text);
    // The column that takes the room which the texts leave; without one all share it.
    void setStretchColumn(int column);
    // Columns that can be done without, the first to go in front: hidden where the others would not fit.
    void setSpareColumns(std::vector<int> columns);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fitColumns(); // nothing while it is hidden: its texts cost a frame's time to measure, and nobody sees them
    void widen();
    int hideSpare(int needed); // what the columns that are left need
    void copySelection() const;

    ResultHeader* m_header;
    QString m_emptyText;
    int m_stretchColumn = -1;
    std::vector<int> m_spareColumns;
    std::vector<int> m_widths; // what the texts have needed so far
};

} // namespace weir::ui
