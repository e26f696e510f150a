// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/stacked_plot.h"

#include "ui/charts/decimate.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace weir::ui {

static constexpr double layerOpacity = 0.78;

// Opaque, since each layer is painted down to the axis and the next lower one over it: no seams between layers.
static QColor mixed(const QColor& over, const QColor& under, double share)
{
    const auto mix = [share](int a, int b) { return static_cast<int>(std::lround(a * share + b * (1 - share))); };
    return QColor(mix(over.red(), under.red()), mix(over.green(), under.green()), mix(over.blue(), under.blue()));
}

void StackedPlot::valuesTaken()
{
    m_tops.assign(columns().size(), std::vector<double>(times().size(), std::nan("")));
    for (std::size_t at = 0; at < times().size(); ++at) {
        const bool known = std::ranges::any_of(columns(), [at](const auto& c) { return std::isfinite(c.values[at]); });
        double top = 0;
        for (std::size_t i = 0; known && i < columns().size(); ++i) {
            const double value = columns()[i].values[at];
            top += std::isfinite(value) ? value : 0;
            m_tops[i][at] = top;
        }
    }
    takeLateTops();
}

void StackedPlot::takeLateTops()
{
    m_lateTops.clear();
    for (const auto& line : lateLines())
        for (std::size_t at = 0; at < line.times.size(); ++at) {
            auto& late = m_lateTops.emplace_back(LateTop{line.times[at], {}});
            double top = 0;
            for (const auto& values : line.values) {
                top += std::isfinite(values[at]) ? values[at] : 0;
                late.tops.push_back(top);
            }
        }
}

TimePlot::Extent StackedPlot::extent() const
{
    Extent all{0, 0};
    for (std::size_t at = 0; at < times().size() && !m_tops.empty(); ++at)
        if (times()[at] >= timeBegin() && times()[at] <= timeEnd() && m_tops.back()[at] > all.highest)
            all.highest = m_tops.back()[at];
    for (const auto& late : m_lateTops)
        if (late.time >= timeBegin() && late.time <= timeEnd())
            all.highest = std::max(all.highest, late.tops.back());
    return all;
}

double StackedPlot::heightAt(std::size_t series, std::size_t at) const
{
    return m_tops[series][at];
}

bool StackedPlot::isShown(std::size_t series) const
{
    return columns()[series].nonZero;
}

QColor StackedPlot::seriesColor(std::size_t series) const
{
    return mixed(TimePlot::seriesColor(series), colors(this).panel, layerOpacity);
}

void StackedPlot::paintValues(QPainter& painter)
{
    if (m_tops.empty())
        return;
    // The extremes of each layer's edge: where shares add up to the whole, the uppermost one never moves.
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < columns().size(); ++i) {
        if (!isShown(i))
            continue;
        const auto kept = decimate(times(), m_tops[i], timeBegin(), timeEnd(),
                                   static_cast<std::size_t>(plotRect().width()));
        std::vector<std::size_t> both;
        std::ranges::set_union(indices, kept, std::back_inserter(both));
        indices = std::move(both);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (std::size_t i = columns().size(); i-- > 0;)
        if (isShown(i))
            paintLayer(painter, i, indices);
    paintLate(painter);
}

// What began under settings that are over is no layer of what is under way: its edges are points, ringed so that they
// stand out from the layers below.
void StackedPlot::paintLate(QPainter& painter) const
{
    for (const auto& late : m_lateTops)
        for (std::size_t i = 0; i < late.tops.size(); ++i) {
            const double below = i > 0 ? late.tops[i - 1] : 0;
            if (!isShown(i) || late.tops[i] <= below || late.time < timeBegin() || late.time > timeEnd())
                continue;
            painter.setPen(QPen(colors(this).panel, 1));
            painter.setBrush(withAlpha(TimePlot::seriesColor(i), lateOpacity));
            painter.drawEllipse(QPointF(xOf(late.time), yOf(late.tops[i])), 2.5, 2.5);
        }
}

void StackedPlot::paintLayer(QPainter& painter, std::size_t series, const std::vector<std::size_t>& indices)
{
    for (const auto& [first, last] : stretches(m_tops[series], indices)) {
        QPolygonF shape;
        for (std::size_t i = first; i < last; ++i)
            shape << QPointF(xOf(times()[indices[i]]), yOf(m_tops[series][indices[i]]));
        if (shape.size() == 1)
            shape << shape.first() + QPointF(1.5, 0);
        shape << QPointF(shape.last().x(), yOf(0)) << QPointF(shape.first().x(), yOf(0));
        painter.setBrush(seriesColor(series));
        painter.drawPolygon(shape);
        if (spec().series[series].style == LineStyle::Hatched) {
            painter.setBrush(QBrush(withAlpha(colors(this).panel, 0.75), Qt::BDiagPattern));
            painter.drawPolygon(shape);
        }
    }
}

} // namespace weir::ui
