// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/request_delegate.h"

#include "ui/models/figure_text.h"
#include "ui/models/request_list_model.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QPainter>

namespace weir::ui {

static constexpr int sidePadding = 12;
static constexpr int barWidth = 42;
static constexpr int shareWidth = 44;

// Reading and changing are told apart at a glance.
static QColor methodColor(const QString& method, const Colors& c)
{
    const bool reads = method == QLatin1String("GET") || method == QLatin1String("HEAD")
        || method == QLatin1String("OPTIONS");
    return reads ? c.good : c.accent;
}

static void paintShare(QPainter* painter, const QRect& row, double share, const Colors& c)
{
    const QRect bar(row.right() - sidePadding - barWidth + 1, row.center().y() - 1, barWidth, 4);
    painter->setPen(c.dimText);
    painter->drawText(QRect(bar.left() - 8 - shareWidth, row.top(), shareWidth, row.height()),
                      Qt::AlignRight | Qt::AlignVCenter, percentText(share));
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(c.track);
    painter->drawRoundedRect(bar, 2, 2);
    painter->setBrush(c.accent);
    if (share > 0)
        painter->drawRoundedRect(QRect(bar.topLeft(), QSize(std::max(2, qRound(bar.width() * share)), bar.height())), 2,
                                 2);
}

void RequestDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Colors& c = colors(option.palette);
    const QRect row = option.rect;
    painter->save();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(row, c.accentSoft);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(row, c.hover);
    painter->fillRect(QRect(row.left(), row.bottom(), row.width(), 1), c.hairline);

    const QString method = index.data(RequestListModel::MethodRole).toString();
    QFont font = monoFont(11);
    font.setWeight(QFont::Bold);
    painter->setFont(font);
    painter->setPen(methodColor(method, c));
    constexpr int methodWidth = 40;
    const QRect methodRect(row.left() + sidePadding, row.top(), methodWidth, row.height());
    painter->drawText(methodRect, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(shownText(method), Qt::ElideRight, methodWidth));

    painter->setFont(option.font);
    painter->setPen(c.text);
    const int nameRight = row.right() - sidePadding - barWidth - 8 - shareWidth;
    const QRect nameRect(methodRect.right() + 1, row.top(), nameRight - methodRect.right() - 4, row.height());
    painter->drawText(
        nameRect, Qt::AlignLeft | Qt::AlignVCenter,
        option.fontMetrics.elidedText(shownText(index.data().toString()), Qt::ElideRight, nameRect.width()));
    paintShare(painter, row, index.data(RequestListModel::ShareRole).toDouble(), c);
    painter->restore();
}

QSize RequestDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {240, 33};
}

} // namespace weir::ui
