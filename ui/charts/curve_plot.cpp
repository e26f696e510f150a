// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/curve_plot.h"

#include "ui/theme.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace weir::ui {

static constexpr std::array labelledShares{0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999};
// Beyond four hues lines differ by their dashes.
static constexpr std::array curveStyles{Qt::SolidLine, Qt::DashLine, Qt::SolidLine, Qt::DashLine, Qt::DotLine};

void CurvePlot::setCurves(std::vector<Curve> curves, View view, ValueFormat format, bool logarithmic)
{
    m_curves = std::move(curves);
    m_view = view;
    m_format = format;
    m_logarithmic = logarithmic;
    contentChanged();
}

bool CurvePlot::isEmpty() const
{
    return std::ranges::all_of(m_curves, [](const Curve& curve) { return curve.points.empty(); });
}

static double ninesOf(double share)
{
    return -std::log10(1 - std::clamp(share, 0.0, 1 - 1e-9));
}

void CurvePlot::makeScales(const QSizeF& room)
{
    std::vector<double> values;
    m_nines = 1;
    for (const auto& curve : m_curves)
        for (const auto& point : curve.points) {
            values.push_back(point.y());
            m_nines = std::max(m_nines, ninesOf(point.x()));
        }
    m_values = valueAxis(values, m_format, m_view == View::Percentiles ? room.height() : room.width() / 2,
                         m_logarithmic);
}

double CurvePlot::shareAt(double share) const
{
    return m_view == View::Percentiles ? ninesOf(share) / m_nines : share;
}

QPointF CurvePlot::placeOf(const QPointF& point) const
{
    const double value = heightOf(m_values, point.y());
    const double share = shareAt(point.x());
    return m_view == View::Percentiles ? QPointF(share, value) : QPointF(value, share);
}

std::vector<SeriesPlot::Tick> CurvePlot::xTicks() const
{
    if (m_view == View::Shares)
        return ticksOf(m_values, m_format);
    std::vector<Tick> ticks;
    for (const double share : labelledShares)
        if (ninesOf(share) <= m_nines + 1e-6)
            ticks.push_back({shareAt(share), QStringLiteral("%1\u202f%").arg(share * 100)});
    return ticks;
}

std::vector<SeriesPlot::Tick> CurvePlot::yTicks() const
{
    if (m_view == View::Percentiles)
        return ticksOf(m_values, m_format);
    std::vector<Tick> ticks;
    for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0})
        ticks.push_back({share, percentText(share)});
    return ticks;
}

static QColor curveColor(const Colors& c, std::size_t curve)
{
    return c.series[curve % c.series.size()];
}

void CurvePlot::fill(QChart& chart) const
{
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        QList<QPointF> line;
        for (const auto& point : m_curves[i].points) {
            if (!std::isfinite(point.y())) // from there on never answered
                break;
            if (m_view == View::Shares && !line.isEmpty()) // a step: no value lies between two
                line.append({placeOf(point).x(), line.back().y()});
            line.append(placeOf(point));
        }
        addLine(chart, line, curveColor(colors(this), i), curveStyles[i % curveStyles.size()]);
    }
}

void CurvePlot::paintAbove(QPainter& painter) const
{
    if (m_view == View::Shares)
        return;
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        const auto& points = m_curves[i].points;
        const auto never = std::ranges::find_if(points, [](const QPointF& point) { return std::isinf(point.y()); });
        if (never != points.end())
            drawNever(painter, shareAt(never->x()), curveColor(colors(this), i));
    }
}

static QString curveFigure(double value, ValueFormat format)
{
    return std::isinf(value) ? CurvePlot::tr("never") : valueText(value, format);
}

std::vector<SeriesPlot::Spot> CurvePlot::spots() const
{
    std::vector<Spot> spots;
    for (const auto& curve : m_curves)
        for (const auto& point : curve.points)
            spots.push_back({placeOf(point),
                             tr("%1\n%2 of requests within %3")
                                 .arg(curve.name, percentText(point.x()), curveFigure(point.y(), m_format))});
    return spots;
}

std::vector<PlotView::LegendEntry> CurvePlot::legend() const
{
    std::vector<LegendEntry> entries;
    for (std::size_t i = 0; i < m_curves.size(); ++i)
        entries.push_back({m_curves[i].name, curveColor(colors(this), i), curveStyles[i % curveStyles.size()]});
    return entries;
}

// The value of the last point at or below a share; NaN before the first.
static double valueAt(const CurvePlot::Curve& curve, double share)
{
    double value = std::nan("");
    if (curve.points.empty() || curve.points.back().x() < share - 1e-9)
        return value;
    for (const auto& point : curve.points)
        if (point.x() <= share + 1e-9)
            value = point.y();
    return value;
}

QString CurvePlot::summary() const
{
    QStringList parts;
    for (const auto& curve : m_curves)
        parts << tr("%1: p50 %2, p99 %3")
                     .arg(curve.name, curveFigure(valueAt(curve, 0.5), m_format),
                          curveFigure(valueAt(curve, 0.99), m_format));
    return parts.join(QStringLiteral("; "));
}

QList<QStringList> CurvePlot::table() const
{
    QStringList header{tr("Share of requests")};
    for (const auto& curve : m_curves)
        header << curve.name;
    QList<QStringList> rows{header};
    for (const double share : labelledShares) {
        QStringList row{QStringLiteral("%1\u202f%").arg(share * 100)};
        for (const auto& curve : m_curves)
            row << curveFigure(valueAt(curve, share), m_format);
        rows << row;
    }
    return rows;
}

} // namespace weir::ui
