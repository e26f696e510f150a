// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/pairs_plot.h"

#include "ui/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace weir::ui {

void PairsPlot::setPairs(std::vector<experiment::Pair> pairs, const QString& baseline, const QString& variant,
                         ValueFormat format)
{
    m_pairs = std::move(pairs);
    m_baseline = baseline;
    m_variant = variant;
    m_format = format;
    contentChanged();
}

double PairsPlot::xOf(std::size_t pair) const
{
    return (static_cast<double>(pair) + 0.5) / static_cast<double>(m_pairs.size());
}

void PairsPlot::makeScales(const QSizeF& room)
{
    std::vector<double> values;
    for (const auto& pair : m_pairs)
        values.insert(values.end(), {pair.baseline, pair.variant});
    m_y = valueAxis(values, m_format, room.height());
}

// The first, the last, and round numbers between where there are many.
std::vector<SeriesPlot::Tick> PairsPlot::xTicks() const
{
    const std::size_t count = m_pairs.size();
    const std::size_t step = std::max<std::size_t>(1,
                                                   static_cast<std::size_t>(niceCeil(static_cast<double>(count) / 8)));
    std::vector<Tick> ticks;
    for (std::size_t i = 0; i < count; i += i == 0 && step > 1 ? step - 1 : step)
        ticks.push_back({xOf(i), QString::number(i + 1)});
    return ticks;
}

void PairsPlot::fill(QChart& chart) const
{
    const Colors& c = colors(this);
    QList<QPointF> baseline;
    QList<QPointF> variant;
    for (std::size_t i = 0; i < m_pairs.size(); ++i) {
        if (std::isfinite(m_pairs[i].baseline))
            baseline.append({xOf(i), heightOf(m_y, m_pairs[i].baseline)});
        if (std::isfinite(m_pairs[i].variant))
            variant.append({xOf(i), heightOf(m_y, m_pairs[i].variant)});
    }
    addDots(chart, baseline, c.series[1], true);
    addDots(chart, variant, c.series[0]);
}

void PairsPlot::paintBeneath(QPainter& painter) const
{
    painter.save();
    painter.setPen(QPen(colors(this).neutral, 1));
    for (std::size_t i = 0; i < m_pairs.size(); ++i) {
        const double low = heightOf(m_y, m_pairs[i].baseline);
        const double high = heightOf(m_y, m_pairs[i].variant);
        if (!std::isnan(low) && !std::isnan(high))
            painter.drawLine(at(xOf(i), low), at(xOf(i), high));
    }
    painter.restore();
}

void PairsPlot::paintAbove(QPainter& painter) const
{
    const Colors& c = colors(this);
    for (std::size_t i = 0; i < m_pairs.size(); ++i) {
        if (std::isinf(m_pairs[i].baseline))
            drawNever(painter, xOf(i), c.series[1]);
        if (std::isinf(m_pairs[i].variant))
            drawNever(painter, xOf(i), c.series[0]);
    }
}

static QString pairText(double value, ValueFormat format)
{
    return std::isinf(value) ? PairsPlot::tr("never") : valueText(value, format);
}

std::vector<SeriesPlot::Spot> PairsPlot::spots() const
{
    std::vector<Spot> spots;
    for (std::size_t i = 0; i < m_pairs.size(); ++i) {
        const auto& pair = m_pairs[i];
        const QString text = tr("Pair %1, after %2\n%3: %4\n%5: %6")
                                 .arg(i + 1)
                                 .arg(clockText(pair.atS), m_baseline, pairText(pair.baseline, m_format), m_variant,
                                      pairText(pair.variant, m_format));
        for (const double value : {pair.baseline, pair.variant})
            if (!std::isnan(value))
                spots.push_back({{xOf(i), heightOf(m_y, value)}, text});
    }
    return spots;
}

std::vector<PlotView::LegendEntry> PairsPlot::legend() const
{
    const Colors& c = colors(this);
    return {{m_baseline, c.series[1], Qt::DashLine}, {m_variant, c.series[0]}};
}

QString PairsPlot::summary() const
{
    int lower = 0;
    for (const auto& pair : m_pairs)
        lower += pair.variant < pair.baseline;
    return tr("%1 is lower than %2 in %3 of %4 pairs").arg(m_variant, m_baseline).arg(lower).arg(m_pairs.size());
}

QList<QStringList> PairsPlot::table() const
{
    QList<QStringList> rows{{tr("Pair"), tr("After, s"), m_baseline, m_variant}};
    for (std::size_t i = 0; i < m_pairs.size(); ++i)
        rows.append({QString::number(i + 1), QString::number(m_pairs[i].atS, 'f', 0),
                     pairText(m_pairs[i].baseline, m_format), pairText(m_pairs[i].variant, m_format)});
    return rows;
}

} // namespace weir::ui
