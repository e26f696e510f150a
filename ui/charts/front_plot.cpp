// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/front_plot.h"

#include "ui/theme.h"

#include <algorithm>
#include <cmath>

namespace weir::ui {

void FrontPlot::setPoints(std::vector<Point> points, Measure x, Measure y)
{
    m_points = std::move(points);
    std::erase_if(m_points, [](const Point& point) { return std::isnan(point.x) || std::isnan(point.y); });
    std::ranges::sort(m_points, {}, &Point::x);
    m_x = std::move(x);
    m_y = std::move(y);
    contentChanged();
}

void FrontPlot::makeScales(const QSizeF& room)
{
    std::vector<double> xs;
    std::vector<double> ys;
    for (const auto& point : m_points) {
        xs.push_back(point.x);
        ys.push_back(point.y);
    }
    m_xAxis = valueAxis(xs, m_x.format, room.width() / 2);
    m_yAxis = valueAxis(ys, m_y.format, room.height());
}

QPointF FrontPlot::placeOf(const Point& point) const
{
    return {heightOf(m_xAxis, point.x), heightOf(m_yAxis, point.y)};
}

void FrontPlot::fill(QChart& chart) const
{
    const Colors& c = colors(this);
    QList<QPointF> front;
    QList<QPointF> others;
    QList<QPointF> invalid;
    QList<QPointF> baseline;
    for (const auto& point : m_points) {
        if (point.isOnFront && std::isfinite(point.x) && std::isfinite(point.y))
            front.append(placeOf(point));
        if (std::isfinite(point.x) && std::isfinite(point.y))
            (point.isBaseline ? baseline : point.isInvalid ? invalid : others).append(placeOf(point));
    }
    addLine(chart, front, c.series[0]);
    addDots(chart, others, c.maximum);
    addDots(chart, front, c.series[0]);
    addDots(chart, invalid, c.dimText, true);
    addDots(chart, baseline, c.series[1], true);
}

void FrontPlot::paintAbove(QPainter& painter) const
{
    for (const auto& point : m_points)
        if (std::isinf(point.x) || std::isinf(point.y))
            drawNever(painter, placeOf(point).x(), colors(this).maximum);
}

static QString frontText(double value, ValueFormat format)
{
    return std::isinf(value) ? FrontPlot::tr("never") : valueText(value, format);
}

std::vector<SeriesPlot::Spot> FrontPlot::spots() const
{
    std::vector<Spot> spots;
    for (const auto& point : m_points)
        spots.push_back(
            {placeOf(point),
             QStringLiteral("%1\n%2: %3\n%4: %5")
                 .arg(point.name, m_x.name, frontText(point.x, m_x.format), m_y.name, frontText(point.y, m_y.format))});
    return spots;
}

std::vector<PlotView::LegendEntry> FrontPlot::legend() const
{
    const Colors& c = colors(this);
    return {{tr("front: none is better by both"), c.series[0]},
            {tr("others"), c.maximum, Qt::SolidLine, true},
            {tr("baseline"), c.series[1], Qt::SolidLine, true},
            {tr("hollow: invalid"), c.dimText, Qt::DotLine}};
}

QString FrontPlot::summary() const
{
    QStringList names;
    for (const auto& point : m_points)
        if (point.isOnFront)
            names << point.name;
    return tr("%1 of %2 settings are on the front: %3")
        .arg(names.size())
        .arg(m_points.size())
        .arg(names.mid(0, 6).join(QStringLiteral("; ")));
}

QList<QStringList> FrontPlot::table() const
{
    QList<QStringList> rows{{tr("Setting"), m_x.name, m_y.name, tr("On the front")}};
    for (const auto& point : m_points)
        rows.append({point.name, frontText(point.x, m_x.format), frontText(point.y, m_y.format),
                     point.isOnFront ? tr("yes") : QString()});
    return rows;
}

} // namespace weir::ui
