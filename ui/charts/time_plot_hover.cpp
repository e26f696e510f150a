// SPDX-License-Identifier: GPL-3.0-or-later
// The shared crosshair and its read-out.
#include "ui/charts/plot_paint.h"
#include "ui/charts/time_plot.h"
#include "ui/theme.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace weir::ui {

static constexpr double rowHeight = 16;
static constexpr double pad = 7;

std::optional<std::size_t> TimePlot::hoveredIndex() const
{
    if (!m_group || !m_group->hovered() || m_times.empty())
        return std::nullopt;
    const double seconds = *m_group->hovered();
    if (seconds < m_begin || seconds > m_end)
        return std::nullopt;
    const auto after = std::ranges::lower_bound(m_times, seconds);
    if (after == m_times.begin())
        return 0;
    const auto before = after - 1;
    const bool takeAfter = after != m_times.end() && *after - seconds < seconds - *before;
    return static_cast<std::size_t>((takeAfter ? after : before) - m_times.begin());
}

const TimePlot::Mark* TimePlot::markNear(double seconds) const
{
    const Mark* nearest = nullptr;
    double distance = 6; // pixels
    for (const auto& mark : m_marks) {
        const double away = std::abs(xOf(mark.at) - xOf(seconds));
        if (away < distance) {
            distance = away;
            nearest = &mark;
        }
    }
    return nearest;
}

void TimePlot::mouseMoveEvent(QMouseEvent* event)
{
    const QRectF plot = plotRect();
    const QPointF at = event->position();
    const bool inside = plot.adjusted(-4, -20, 4, 20).contains(at) && !m_times.empty();
    const double share = (at.x() - plot.left()) / std::max(1.0, plot.width());
    m_group->hover(inside ? std::optional(std::clamp(m_begin + share * (m_x.max - m_x.min), m_begin, m_end)) : std::nullopt);
}

void TimePlot::leaveEvent(QEvent* event)
{
    m_group->hover(std::nullopt);
    PlotView::leaveEvent(event);
}

void TimePlot::focusOutEvent(QFocusEvent* event)
{
    m_group->hover(std::nullopt);
    PlotView::focusOutEvent(event);
}

void TimePlot::keyPressEvent(QKeyEvent* event)
{
    const bool back = event->key() == Qt::Key_Left;
    if (m_times.empty() || (!back && event->key() != Qt::Key_Right && event->key() != Qt::Key_Escape)) {
        PlotView::keyPressEvent(event);
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        m_group->hover(std::nullopt);
        return;
    }
    const auto at = hoveredIndex().value_or(m_times.size());
    const auto next = back ? (at > 0 ? at - 1 : 0) : std::min(at + 1, m_times.size() - 1);
    m_group->hover(m_times[next]);
}

void TimePlot::paintOverlay(QPainter& painter)
{
    const auto at = hoveredIndex();
    if (!at)
        return;
    const Colors& c = colors(this);
    const double x = xOf(m_times[*at]);
    if (x < plotRect().left() - 1 || x > plotRect().right() + 1)
        return;
    paint::upright(painter, std::round(x), plotRect().top(), plotRect().bottom(), c.dimText, Qt::SolidLine);
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const double height = heightAt(i, *at);
        if (!isShown(i) || !std::isfinite(m_columns[i].values[*at]) || height > m_y.max)
            continue;
        painter.setPen(QPen(c.panel, 1.5));
        painter.setBrush(seriesColor(i));
        painter.drawEllipse(QPointF(x, yOf(height)), 3.5, 3.5);
    }
    drawReadOut(painter, *at);
}

// Beside the crosshair, on the side with more room.
static QRectF readOutRect(const QRectF& plot, double x, const QSizeF& size)
{
    const bool right = x + 10 + size.width() <= plot.right() || x - plot.left() < plot.width() / 2;
    const double left = right ? x + 10 : x - 10 - size.width();
    return QRectF(std::clamp(left, 4.0, std::max(4.0, plot.right() - size.width())), plot.top() + 2, size.width(), size.height());
}

void TimePlot::drawReadOut(QPainter& painter, std::size_t at)
{
    struct Line {
        QString label;
        QString value;
        std::size_t series = 0;
    };
    const Colors& c = colors(this);
    const QFontMetricsF metrics(uiFont(11));
    std::vector<Line> lines;
    double labels = 0;
    double values = 0;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (!isShown(i))
            continue;
        lines.push_back(Line{seriesLabel(i), valueText(m_columns[i].values[at], m_spec.format), i});
        labels = std::max(labels, metrics.horizontalAdvance(lines.back().label));
        values = std::max(values, metrics.horizontalAdvance(lines.back().value));
    }
    if (m_spec.stacked)
        std::ranges::reverse(lines); // as the layers lie
    const auto* mark = markNear(m_times[at]);
    const QString time = clockText(m_times[at]);
    double inner = std::max(paint::swatchWidth + 6 + labels + 12 + values, metrics.horizontalAdvance(time));
    if (mark)
        inner = std::max(inner, std::min(metrics.horizontalAdvance(mark->text) + 20, plotRect().width() - 2 * pad - 8));
    const double rows = static_cast<double>(lines.size()) + (mark ? 2 : 1);
    const QRectF box = readOutRect(plotRect(), xOf(m_times[at]), QSizeF(inner + 2 * pad, rows * rowHeight + 2 * pad - 4));
    paint::card(painter, box, withAlpha(c.panel, 0.94), c.hairline);

    QRectF row(box.left() + pad, box.top() + pad - 2, inner, rowHeight);
    paint::text(painter, row, Qt::AlignLeft, time, uiFont(11, QFont::DemiBold), c.text);
    row.translate(0, rowHeight);
    for (const auto& line : lines) {
        paint::swatch(painter, QPointF(row.left(), row.center().y()), seriesColor(line.series), Qt::SolidLine, m_spec.stacked);
        paint::text(painter, row.adjusted(paint::swatchWidth + 6, 0, 0, 0), Qt::AlignLeft, line.label, uiFont(11), c.dimText);
        paint::text(painter, row, Qt::AlignRight, line.value, uiFont(11), c.text);
        row.translate(0, rowHeight);
    }
    if (mark) {
        paint::markBadge(painter, QPointF(row.left() + 7, row.center().y()), QString::number(mark->number), c.panel, c.dimText);
        paint::text(painter, row.adjusted(20, 0, 0, 0), Qt::AlignLeft, mark->text, uiFont(11), c.text);
    }
}

} // namespace weir::ui
