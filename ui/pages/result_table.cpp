// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/result_table.h"

#include "ui/pages/result_delegate.h"
#include "ui/pages/result_header.h"
#include "ui/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <numeric>

namespace weir::ui {

static constexpr int tableRowHeight = 28;

ResultTable::ResultTable(QAbstractItemModel* model, const QString& name, QWidget* parent)
    : QTableView(parent)
    , m_header(new ResultHeader(this))
{
    setObjectName(name);
    setHorizontalHeader(m_header);
    setModel(model);
    setItemDelegate(new ResultDelegate(this));
    setFont(uiFont(12)); // a dozen columns beside each other
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setWordWrap(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(tableRowHeight);
    m_header->setResizeContentsPrecision(0); // widths are of the rows in sight, however many there are
    connect(model, &QAbstractItemModel::modelReset, this, &ResultTable::fitColumns);
    connect(model, &QAbstractItemModel::dataChanged, this, &ResultTable::fitColumns);
    connect(model, &QAbstractItemModel::rowsInserted, this, &ResultTable::fitColumns);
}

void ResultTable::setEmptyText(const QString& text)
{
    m_emptyText = text;
    viewport()->update();
}

void ResultTable::setStretchColumn(int column)
{
    m_stretchColumn = column;
    fitColumns();
}

void ResultTable::setSpareColumns(std::vector<int> columns)
{
    m_spareColumns = std::move(columns);
    fitColumns();
}

// Columns only grow, so that a running table stands still.
void ResultTable::widen()
{
    constexpr int mostWidth = 320;
    m_widths.resize(static_cast<std::size_t>(model()->columnCount()));
    for (int column = 0; column < model()->columnCount(); ++column) {
        const int wanted = std::max({sizeHintForColumn(column) + 1, m_header->widthOf(column),
                                     m_header->minimumSectionSize()}); // no section is narrower
        auto& width = m_widths[static_cast<std::size_t>(column)];
        width = std::max(width, std::min(wanted, mostWidth));
    }
}

int ResultTable::hideSpare(int needed)
{
    for (const int column : m_spareColumns) {
        const bool hidden = needed > viewport()->width();
        if (isColumnHidden(column) != hidden)
            setColumnHidden(column, hidden);
        if (hidden)
            needed -= m_widths[static_cast<std::size_t>(column)];
    }
    return needed;
}

// Where even the columns that matter do not fit, the table scrolls sideways.
void ResultTable::fitColumns()
{
    if (!isVisible())
        return;
    widen();
    const int needed = hideSpare(std::accumulate(m_widths.begin(), m_widths.end(), 0));
    const int spare = std::max(0, viewport()->width() - needed);
    const int columns = model()->columnCount() - m_header->hiddenSectionCount();
    int shown = 0;
    for (int column = 0; column < model()->columnCount(); ++column) {
        if (isColumnHidden(column))
            continue;
        const int share = m_stretchColumn < 0 ? spare * (shown + 1) / columns - spare * shown / columns
            : column == m_stretchColumn       ? spare
                                              : 0;
        ++shown;
        setColumnWidth(column, m_widths[static_cast<std::size_t>(column)] + share);
    }
}

void ResultTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void ResultTable::showEvent(QShowEvent* event)
{
    QTableView::showEvent(event);
    fitColumns();
}

void ResultTable::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    QPainter painter(viewport());
    const Colors& c = colors(this);
    painter.setPen(c.hairline);
    const int first = std::max(0, rowAt(0));
    for (int row = first; row < model()->rowCount(); ++row) {
        const int y = rowViewportPosition(row) + tableRowHeight - 1;
        if (y >= viewport()->height())
            break;
        painter.drawLine(0, y, viewport()->width(), y);
    }
    if (model()->rowCount() > 0 || m_emptyText.isEmpty())
        return;
    painter.setPen(c.dimText);
    painter.drawText(viewport()->rect().adjusted(24, 12, -24, -12), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

void ResultTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        copySelection();
    else
        QTableView::keyPressEvent(event);
}

void ResultTable::copySelection() const
{
    QStringList lines;
    for (const auto& row : selectionModel()->selectedRows()) {
        QStringList cells;
        for (int column = 0; column < model()->columnCount(); ++column)
            cells.append(row.siblingAtColumn(column).data().toString());
        lines.append(cells.join(u'\t'));
    }
    QApplication::clipboard()->setText(lines.join(u'\n'));
}

} // namespace weir::ui
