// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiments/evidence_delegate.h"

#include "ui/charts/judgement_color.h"
#include "ui/experiments/evidence_model.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace weir::ui {

static QFont pillFont()
{
    return uiFont(11, QFont::DemiBold);
}

static constexpr int barColumnWidth = 104;

// Beyond the reach a value lies at the edge, with an arrow.
static void drawBarValue(QPainter& painter, const QRectF& room, const EvidenceBar& bar, const QColor& color)
{
    const auto x = [&](double value) {
        return room.center().x() + std::clamp(value / bar.reach, -1.0, 1.0) * room.width() / 2;
    };
    const double y = room.center().y();
    painter.setPen(QPen(color, 2, Qt::SolidLine, Qt::FlatCap));
    if (!std::isnan(bar.low) && !std::isnan(bar.high))
        painter.drawLine(QPointF(x(bar.low), y), QPointF(x(bar.high), y));
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    if (std::abs(bar.at) <= bar.reach) {
        painter.drawEllipse(QPointF(x(bar.at), y), 4.5, 4.5);
        return;
    }
    const double side = bar.at < 0 ? -1 : 1;
    const QPointF tip(x(bar.at) + side * 4, y);
    painter.drawPolygon(QPolygonF({tip, tip - QPointF(side * 8, 5), tip - QPointF(side * 8, -5)}));
}

void paintEvidenceBar(QPainter& painter, const QRect& rect, const EvidenceBar& bar, const Colors& c)
{
    const QRectF room = QRectF(rect).adjusted(12, 0, -12, 0);
    const double margin = std::min(1.0, bar.margin / bar.reach) * room.width() / 2;
    painter.save();
    painter.fillRect(QRectF(room.center().x() - margin, room.top(), 2 * margin, room.height()),
                     withAlpha(c.accent, 0.12));
    painter.fillRect(QRectF(std::round(room.center().x()), room.top(), 1, room.height()), c.faintText);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!std::isnan(bar.at))
        drawBarValue(painter, room, bar, judgementColor(c, bar.judgement));
    painter.restore();
}

static void drawPill(QPainter& painter, const QRect& rect, const QString& word, const QColor& color)
{
    const QFontMetrics metrics(pillFont());
    const QString shown = metrics.elidedText(shownText(word), Qt::ElideRight, rect.width() - 28);
    const QRectF pill(rect.left() + 6.5, rect.center().y() - 9.5, metrics.horizontalAdvance(shown) + 18, 20);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1));
    painter.setBrush(withAlpha(color, 0.08));
    painter.drawRoundedRect(pill, 10, 10);
    painter.setFont(pillFont());
    painter.drawText(pill, Qt::AlignCenter, shown);
    painter.restore();
}

void EvidenceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Colors& c = colors(option.palette);
    const QVariant bar = index.data(EvidenceModel::BarRole);
    const QVariant pill = index.data(EvidenceModel::PillRole);
    if (!bar.isValid() && !pill.isValid())
        return ResultDelegate::paint(painter, option, index);
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, c.accentSoft);
    if (bar.isValid())
        paintEvidenceBar(*painter, option.rect, bar.value<EvidenceBar>(), c);
    else if (const QString word = index.data().toString(); !word.isEmpty())
        drawPill(*painter, option.rect, word,
                 index.data(EvidenceModel::WarnedRole).toBool()
                     ? c.error
                     : judgementColor(c, static_cast<analysis::Judgement>(pill.toInt())));
}

QSize EvidenceDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    if (index.data(EvidenceModel::BarRole).isValid())
        return {barColumnWidth, 28};
    if (index.data(EvidenceModel::PillRole).isValid())
        return {QFontMetrics(pillFont()).horizontalAdvance(index.data().toString()) + 34, 28};
    return ResultDelegate::sizeHint(option, index);
}

} // namespace weir::ui
