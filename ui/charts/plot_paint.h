// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <span>

class QPainter;

// Strokes that all charts have in common.
namespace weir::ui::paint {

inline constexpr double swatchWidth = 14;

// A rounded card, one hairline around.
void card(QPainter& painter, const QRectF& rect, const QColor& fill, const QColor& border, double radius = 8);

// One line of text, vertically centred, elided where it does not fit. Returns the width it took.
double text(QPainter& painter, const QRectF& rect, Qt::AlignmentFlag side, const QString& text, const QFont& font,
            const QColor& color);

// The sign of a series in a legend or read-out; `at` is its left end.
void swatch(QPainter& painter, const QPointF& at, const QColor& color, Qt::PenStyle line, bool filled);

// A number in a circle, as wide as its text needs.
void markBadge(QPainter& painter, const QPointF& centre, const QString& text, const QColor& fill, const QColor& color);
double markBadgeWidth(const QString& text);

// A thin upright line, sharp at any scale.
void upright(QPainter& painter, double x, double top, double bottom, const QColor& color, Qt::PenStyle style);

// Connected points. A solid line is drawn as separate segments with round ends: an antialiased polyline wider than one
// pixel is stroked as a single path, at 30 times the cost (209 ms against 7 ms a frame).
void polyline(QPainter& painter, std::span<const QPointF> points, const QColor& color, Qt::PenStyle style);

} // namespace weir::ui::paint
