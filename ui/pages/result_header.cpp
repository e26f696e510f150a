// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/result_header.h"

#include "ui/theme.h"

#include <QAbstractItemModel>
#include <QFontMetrics>
#include <QPainter>

namespace weir::ui {

static constexpr int titlePixels = 12;

ResultHeader::ResultHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setHighlightSections(false);
    setSectionResizeMode(QHeaderView::Fixed);
    setMinimumSectionSize(28);
}

int ResultHeader::widthOf(int section) const
{
    const QString title = model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
    return QFontMetrics(uiFont(titlePixels)).horizontalAdvance(title) + 2 * padding;
}

void ResultHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    const Colors& c = colors(this);
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section;
    QString title = model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
    if (sorted)
        title.prepend(sortIndicatorOrder() == Qt::AscendingOrder ? QStringLiteral("↑ ") : QStringLiteral("↓ "));
    const auto alignment = model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).value<Qt::Alignment>();
    painter->save();
    painter->fillRect(rect, c.panel);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), c.hairline);
    painter->setFont(uiFont(titlePixels));
    painter->setPen(sorted ? c.text : c.dimText);
    // The arrow may reach into the padding of the neighbour.
    painter->drawText(rect.adjusted(padding, 0, -padding, -1), static_cast<int>(alignment) | Qt::TextDontClip, title);
    painter->restore();
}

} // namespace weir::ui
