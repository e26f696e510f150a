// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/history_delegate.h"

#include "ui/models/history_model.h"
#include "ui/pages/result_header.h"
#include "ui/theme.h"

#include <QPainter>

namespace weir::ui {

static QColor verdictColor(const Colors& c, const QString& verdict)
{
    if (verdict == QLatin1String("VALID"))
        return c.good;
    return verdict == QLatin1String("SUSPECT") ? c.warning : c.error;
}

static void paintPill(QPainter& painter, const QRect& cell, const QString& word, const QColor& color)
{
    const QFont font = uiFont(11, QFont::DemiBold);
    const QFontMetrics metrics(font);
    const QRectF pill(cell.left() + ResultHeader::padding + 0.5, cell.center().y() - 8.5,
                      metrics.horizontalAdvance(word) + 16, 18);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(withAlpha(color, 0.08));
    painter.setPen(color);
    painter.drawRoundedRect(pill, 9, 9);
    painter.setFont(font);
    painter.drawText(pill, Qt::AlignCenter, word);
    painter.restore();
}

void HistoryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Colors& c = colors(option.palette);
    const QString word = index.data().toString();
    const bool isPill = index.column() == HistoryModel::Verdict && !word.isEmpty();
    if (!isPill && index.column() != HistoryModel::Star)
        return ResultDelegate::paint(painter, option, index);
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, c.accentSoft);
    if (isPill)
        return paintPill(*painter, option.rect, word, verdictColor(c, word));
    painter->setPen(word == QStringLiteral("★") ? c.warning : c.faintText);
    painter->drawText(option.rect, Qt::AlignCenter, word);
}

QSize HistoryDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    constexpr int pillEnds = 20;
    const QSize usual = ResultDelegate::sizeHint(option, index);
    return index.column() == HistoryModel::Verdict ? usual + QSize(pillEnds, 0) : usual;
}

} // namespace weir::ui
