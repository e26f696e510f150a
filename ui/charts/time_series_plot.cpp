// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_series_plot.h"

#include "core/base/seconds.h"
#include "ui/charts/decimate.h"
#include "ui/charts/plot_paint.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <limits>

namespace weir::ui {

static constexpr double noiseOpacity = 0.22;

static bool isReference(LineStyle style)
{
    return style == LineStyle::Dashed;
}

TimePlot::Extent TimeSeriesPlot::extent() const
{
    Extent measured{std::numeric_limits<double>::max(), 0};
    double reference = 0;
    for (std::size_t i = 0; i < columns().size(); ++i) {
        if (spec().series[i].told)
            continue;
        for (std::size_t at = 0; at < times().size(); ++at) {
            const double value = columns()[i].values[at];
            if (!(value > 0) || !std::isfinite(value) || times()[at] < timeBegin() || times()[at] > timeEnd())
                continue;
            if (isReference(spec().series[i].style)) {
                reference = std::max(reference, value);
                continue;
            }
            measured.lowest = std::min(measured.lowest, value);
            measured.highest = std::max(measured.highest, value);
        }
    }
    for (const auto& line : lateLines())
        for (std::size_t i = 0; i < columns().size(); ++i)
            for (std::size_t at = 0; at < line.times.size() && isShown(i); ++at)
                if (const double value = line.values[i][at];
                    value > 0 && std::isfinite(value) && line.times[at] >= timeBegin() && line.times[at] <= timeEnd()) {
                    measured.lowest = std::min(measured.lowest, value);
                    measured.highest = std::max(measured.highest, value);
                }
    constexpr double furthest = 8; // times the measured values
    if (reference <= furthest * measured.highest || measured.highest == 0)
        measured.highest = std::max(measured.highest, reference);
    measured.lowest = std::min(measured.lowest, measured.highest);
    return measured;
}

double TimeSeriesPlot::heightAt(std::size_t series, std::size_t at) const
{
    return columns()[series].values[at];
}

bool TimeSeriesPlot::isShown(std::size_t series) const
{
    return (columns()[series].present || columns()[series].never) && !spec().series[series].told;
}

std::vector<PlotView::LegendEntry> TimeSeriesPlot::legend() const
{
    auto entries = TimePlot::legend();
    std::size_t entry = 0;
    for (std::size_t i = 0; i < columns().size(); ++i) {
        if (!isShown(i))
            continue;
        const double last = columns()[i].values.back();
        if (isReference(spec().series[i].style) && last > valueAxis().max)
            entries[entry].label += QStringLiteral(" %1 ↑").arg(valueText(last, spec().format));
        ++entry;
    }
    if (!m_noiseBands.empty()) // one entry for all
        entries.push_back(LegendEntry{
            tr("noise floor"), withAlpha(seriesColor(m_noiseBands.front().series), noiseOpacity), Qt::SolidLine, true});
    return entries;
}

void TimeSeriesPlot::paintValues(QPainter& painter)
{
    for (const auto& band : m_noiseBands)
        paintNoise(painter, band);
    for (const bool area : {true, false})
        for (std::size_t i = 0; i < columns().size(); ++i)
            if (isShown(i) && (!area || spec().series[i].style == LineStyle::Area))
                paintSeries(painter, i, area);
    for (std::size_t i = 0; i < columns().size(); ++i)
        if (isShown(i)) {
            paintLate(painter, i);
            paintNever(painter, i);
        }
}

// Paler, and joined to nothing: these requests began under settings that are over.
void TimeSeriesPlot::paintLate(QPainter& painter, std::size_t series)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(withAlpha(seriesColor(series), lateOpacity));
    for (const auto& line : lateLines())
        for (const auto at : decimate(line.times, line.values[series], timeBegin(), timeEnd(),
                                      static_cast<std::size_t>(plotRect().width())))
            if (const double value = line.values[series][at]; std::isfinite(value))
                painter.drawEllipse(QPointF(xOf(line.times[at]), yOf(value)), 2.5, 2.5);
}

// From where the line breaks off until it comes back.
void TimeSeriesPlot::paintNever(QPainter& painter, std::size_t series)
{
    const auto& values = columns()[series].values;
    const double top = plotRect().top() + 1.5;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(seriesColor(series));
    for (std::size_t first = 0; columns()[series].never && first < values.size(); ++first) {
        if (!std::isinf(values[first]))
            continue;
        auto last = first;
        while (last + 1 < values.size() && std::isinf(values[last + 1]))
            ++last;
        const double left = std::max(xOf(times()[first]), plotRect().left());
        const double right = std::min(xOf(times()[last]), plotRect().right());
        first = last;
        if (right < left)
            continue;
        painter.drawRect(QRectF(left, top - 1.5, std::max(right - left, 2.0), 3));
        painter.drawPolygon(QPolygonF({{left - 4, top + 8}, {left + 4, top + 8}, {left, top}}));
    }
}

static void fillBelow(QPainter& painter, const QPolygonF& line, double bottom, const QColor& color)
{
    QPolygonF shape = line;
    shape << QPointF(line.last().x(), bottom) << QPointF(line.first().x(), bottom);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(shape);
}

// Around the stretch's own figure and not around the line: a floor is one of runs of several seconds, and the points of
// a line, of one second each, differ by more.
void TimeSeriesPlot::snapshotTaken(const metrics::Snapshot& snapshot)
{
    m_noiseBands.clear();
    for (const auto& row : snapshot.rows)
        if (row->endpoint < 0 && metrics::isMeasured(row->phase))
            addNoise(*row);
}

void TimeSeriesPlot::addNoise(const metrics::Row& row)
{
    for (std::size_t i = 0; i < spec().series.size(); ++i) {
        const auto metric = spec().series[i].metric;
        const auto ratio = spec().series[i].hasNoise ? noise().ratio(metric, row.epoch) : std::nullopt;
        const double figure = row.values[metrics::metricIndex(metric)];
        if (ratio && figure > 0)
            m_noiseBands.push_back({i, base::toSeconds(row.begin), base::toSeconds(row.end), figure / (1 + *ratio),
                                    figure * (1 + *ratio)});
    }
}

void TimeSeriesPlot::paintNoise(QPainter& painter, const NoiseBand& band)
{
    const QPointF topLeft(xOf(std::max(band.begin, timeBegin())), yOf(band.high));
    const QPointF bottomRight(xOf(std::min(band.end, timeEnd())), yOf(band.low));
    if (bottomRight.x() > topLeft.x())
        painter.fillRect(QRectF(topLeft, bottomRight), withAlpha(seriesColor(band.series), noiseOpacity));
}

void TimeSeriesPlot::paintSeries(QPainter& painter, std::size_t series, bool area)
{
    const auto& values = columns()[series].values;
    const auto indices = decimate(times(), values, timeBegin(), timeEnd(),
                                  static_cast<std::size_t>(plotRect().width()));
    const QColor color = seriesColor(series);
    const auto style = spec().series[series].style;
    for (const auto& [first, last] : stretches(values, indices)) {
        QPolygonF line;
        for (std::size_t i = first; i < last; ++i)
            line << QPointF(xOf(times()[indices[i]]), yOf(values[indices[i]]));
        if (line.size() == 1) // a lone value between gaps would be invisible
            line << line.first() + QPointF(1.5, 0);
        if (area)
            fillBelow(painter, line, yOf(0), withAlpha(color, 0.14));
        else
            paint::polyline(painter, line, color,
                            style == LineStyle::Dashed       ? Qt::DashLine
                                : style == LineStyle::Dotted ? Qt::DotLine
                                                             : Qt::SolidLine);
    }
}

} // namespace weir::ui
