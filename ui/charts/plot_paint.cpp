// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_paint.h"

#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QFontMetricsF>
#include <QLineF>
#include <QPainter>
#include <QPainterPath>
#include <QVarLengthArray>

namespace weir::ui::paint {

static constexpr double lineWidth = 1.8;

void card(QPainter& painter, const QRectF& rect, const QColor& fill, const QColor& border, double radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(border, 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter.restore();
}

double text(QPainter& painter, const QRectF& rect, Qt::AlignmentFlag side, const QString& given, const QFont& font,
            const QColor& color)
{
    const QString text = shownText(given);
    if (text.isEmpty() || rect.width() <= 4)
        return 0;
    const QFontMetricsF metrics(font);
    const double full = metrics.horizontalAdvance(text);
    const QString shown = full <= rect.width() ? text : metrics.elidedText(text, Qt::ElideRight, rect.width());
    painter.setFont(font);
    painter.setPen(color);
    painter.drawText(rect, static_cast<int>(side | Qt::AlignVCenter) | Qt::TextDontClip | Qt::TextSingleLine, shown);
    return std::min(full, rect.width());
}

void swatch(QPainter& painter, const QPointF& at, const QColor& color, Qt::PenStyle line, bool filled)
{
    painter.save();
    if (filled) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawRoundedRect(QRectF(at.x() + 3, at.y() - 4, 9, 9), 2, 2);
    } else {
        const double y = std::round(at.y());
        const QLineF stroke(at.x(), y, at.x() + swatchWidth, y);
        QPen pen(color, 2, Qt::SolidLine, Qt::FlatCap);
        if (line == Qt::DashLine)
            pen.setDashPattern({2, 1});
        else if (line == Qt::DotLine)
            pen.setDashPattern({1, 1});
        painter.setPen(pen);
        painter.drawLine(stroke);
    }
    painter.restore();
}

static QFont badgeFont()
{
    return uiFont(10, QFont::Medium);
}

double markBadgeWidth(const QString& text)
{
    return std::max(14.0, QFontMetricsF(badgeFont()).horizontalAdvance(text) + 7);
}

void markBadge(QPainter& painter, const QPointF& centre, const QString& label, const QColor& fill, const QColor& color)
{
    const double width = markBadgeWidth(label);
    const QRectF badge(centre.x() - width / 2, centre.y() - 7, width, 14);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(badge, 7, 7);
    painter.setFont(badgeFont());
    painter.drawText(badge, Qt::AlignCenter | Qt::TextDontClip, label);
    painter.restore();
}

void upright(QPainter& painter, double x, double top, double bottom, const QColor& color, Qt::PenStyle style)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    QPen pen(color, 0);
    if (style == Qt::DashLine)
        pen.setDashPattern({3, 3});
    painter.setPen(pen);
    painter.drawLine(QPointF(x, top), QPointF(x, bottom));
    painter.restore();
}

// Dashes must run on from point to point, so these are one path; one pixel wide, that is cheap.
static void dashedLine(QPainter& painter, std::span<const QPointF> points, const QColor& color, Qt::PenStyle style)
{
    QPen pen(color, 1.4, Qt::CustomDashLine, Qt::FlatCap);
    pen.setDashPattern(style == Qt::DashLine ? QList<qreal>{4, 3} : QList<qreal>{1.2, 2});
    painter.setPen(pen);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawPolyline(points.data(), static_cast<int>(points.size()));
}

// Half a pixel into the next line: two ends that share a pixel would leave it lighter than the rest.
static QLineF reaching(const QPointF& from, const QPointF& to)
{
    QLineF line(from, to);
    if (const double length = line.length(); length > 0)
        line.setLength(length + 0.5);
    return line;
}

void polyline(QPainter& painter, std::span<const QPointF> points, const QColor& color, Qt::PenStyle style)
{
    if (points.size() < 2)
        return;
    painter.save();
    if (style != Qt::SolidLine) {
        dashedLine(painter, points, color, style);
    } else {
        QVarLengthArray<QLineF, 1024> lines;
        for (std::size_t i = 1; i < points.size(); ++i)
            lines.append(reaching(points[i - 1], points[i]));
        painter.setRenderHint(QPainter::Antialiasing);
        // Round caps would send each line through the general path filler, at several times the cost; square ones would
        // overlap and show each joint as a knot.
        painter.setPen(QPen(color, lineWidth, Qt::SolidLine, Qt::FlatCap));
        painter.drawLines(lines.constData(), static_cast<int>(lines.size()));
    }
    painter.restore();
}

} // namespace weir::ui::paint
