// SPDX-License-Identifier: GPL-3.0-or-later
// The shared crosshair and its read-out.
#include "ui/charts/time_plot.h"

#include "ui/charts/plot_paint.h"
#include "ui/theme.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace weir::ui {

static constexpr double rowHeight = 15;
static constexpr double indent = 14; // of labels, behind the swatch
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
    m_group->hover(inside ? std::optional(std::clamp(m_begin + share * (m_x.max - m_x.min), m_begin, m_end))
                          : std::nullopt);
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
    paint::upright(painter, std::round(x), plotRect().top(), plotRect().bottom(), withAlpha(c.dimText, 0.7),
                   Qt::SolidLine);
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
    if (const auto* mark = markNear(m_times[*at]))
        drawMarkText(painter, *mark);
}

// Beside the crosshair, on the side with more room.
static QRectF readOutRect(const QRectF& plot, double x, const QSizeF& size)
{
    const bool right = x - plot.left() < plot.width() / 2;
    const double left = right ? x + 9 : x - 9 - size.width();
    const double furthest = std::max(4.0, plot.right() - size.width());
    return QRectF(std::clamp(left, 4.0, furthest), plot.top() + 2, size.width(), size.height());
}

std::vector<TimePlot::ReadOutLine> TimePlot::readOut(std::size_t at) const
{
    std::vector<ReadOutLine> lines;
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        if (isShown(i))
            lines.push_back(
                ReadOutLine{seriesLabel(i), valueText(m_columns[i].values[at], m_spec.format), seriesColor(i)});
    if (m_spec.stacked)
        std::ranges::reverse(lines); // as the layers lie
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        if (const auto format = m_spec.series[i].told; format && std::isfinite(m_columns[i].values[at]))
            lines.push_back(ReadOutLine{seriesLabel(i), valueText(m_columns[i].values[at], *format), {}});
    addLate(lines, at);
    return lines;
}

void TimePlot::addLate(std::vector<ReadOutLine>& lines, std::size_t at) const
{
    constexpr double sameMoment = 0.05; // seconds; points are 0.2 apart at least
    for (const auto& late : m_lateLines) {
        const auto found = std::ranges::find_if(late.times,
                                                [&](double time) { return std::abs(time - m_times[at]) < sameMoment; });
        if (found == late.times.end())
            continue;
        lines.push_back(ReadOutLine{tr("begun under earlier settings"), {}, {}});
        for (std::size_t i = 0; i < m_columns.size(); ++i)
            if (const double value = late.values[i][static_cast<std::size_t>(found - late.times.begin())];
                isShown(i) && std::isfinite(value))
                lines.push_back(ReadOutLine{seriesLabel(i), valueText(value, m_spec.format),
                                            withAlpha(seriesColor(i), lateOpacity)});
    }
}

void TimePlot::drawReadOut(QPainter& painter, std::size_t at)
{
    const Colors& c = colors(this);
    const QFont font = uiFont(11);
    const QFontMetricsF metrics(font);
    const auto lines = readOut(at);
    const QString time = clockText(m_times[at]);
    double inner = metrics.horizontalAdvance(time);
    for (const auto& [label, value, color] : lines)
        inner = std::max(inner, indent + metrics.horizontalAdvance(label) + 10 + metrics.horizontalAdvance(value));
    const double height = (static_cast<double>(lines.size()) + 1) * rowHeight + 2 * pad - 3;
    const QRectF box = readOutRect(plotRect(), xOf(m_times[at]), QSizeF(std::ceil(inner) + 2 * pad, height));
    paint::card(painter, box, withAlpha(c.panel, 0.94), c.hairline, 5);

    QRectF row = box.adjusted(pad, pad - 2, -pad, 0);
    row.setHeight(rowHeight);
    paint::text(painter, row, Qt::AlignLeft, time, uiFont(11, QFont::DemiBold), c.text);
    for (const auto& [label, value, color] : lines) {
        row.translate(0, rowHeight);
        if (color.isValid())
            paint::swatch(painter, QPointF(row.left() - 3, row.center().y()), color, Qt::SolidLine, true);
        paint::text(painter, row.adjusted(indent, 0, 0, 0), Qt::AlignLeft, label, font, c.dimText);
        paint::text(painter, row, Qt::AlignRight, value, font, c.text);
    }
}

// What was changed, across the band where the numbers stand.
void TimePlot::drawMarkText(QPainter& painter, const Mark& mark)
{
    const Colors& c = colors(this);
    const QString number = QString::number(mark.number);
    const double badge = paint::markBadgeWidth(number);
    const double wanted = badge + 10 + QFontMetricsF(uiFont(11)).horizontalAdvance(mark.text);
    const double width = std::min(wanted, this->width() - 12.0);
    const double left = std::clamp(xOf(mark.at) - badge / 2 - 3, 6.0, this->width() - 6 - width);
    const QRectF band(left, plotRect().top() - 18, width, 16);
    painter.fillRect(band, c.panel);
    paint::markBadge(painter, QPointF(left + badge / 2 + 3, plotRect().top() - 10), number, c.accentSoft, c.accent);
    paint::text(painter, band.adjusted(badge + 8, 0, 0, 0), Qt::AlignLeft, mark.text, uiFont(11), c.text);
}

} // namespace weir::ui
