// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/result_delegate.h"

#include "ui/pages/result_header.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QPainter>

namespace weir::ui {

static QFont fontOf(const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const QVariant own = index.data(Qt::FontRole);
    return own.isValid() ? own.value<QFont>().resolve(option.font) : option.font;
}

// A cell is narrow: of a long text its beginning is enough to measure and to elide.
static QString shownCell(const QModelIndex& index)
{
    constexpr qsizetype most = 400;
    return shownText(index.data().toString().left(most));
}

void ResultDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Colors& c = colors(option.palette);
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, c.accentSoft);
    const QVariant alignment = index.data(Qt::TextAlignmentRole);
    const auto where = alignment.isValid() ? alignment.value<Qt::Alignment>() : Qt::AlignLeft | Qt::AlignVCenter;
    const QRect room = option.rect.adjusted(ResultHeader::padding, 0, -ResultHeader::padding, 0);
    painter->setFont(fontOf(option, index));
    painter->setPen(c.text);
    painter->drawText(room, static_cast<int>(where) | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(shownCell(index), Qt::ElideRight, room.width()));
}

QSize ResultDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QFontMetrics metrics(fontOf(option, index));
    return {metrics.horizontalAdvance(shownCell(index)) + 2 * ResultHeader::padding, metrics.height()};
}

} // namespace weir::ui
