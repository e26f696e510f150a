// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/series_plot.h"

#include "ui/charts/plot_paint.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QAreaSeries>
#include <QChart>
#include <QFontMetricsF>
#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QHelpEvent>
#include <QLineSeries>
#include <QPainter>
#include <QScatterSeries>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace weir::ui {

static constexpr double seriesLabelBand = 17; // beneath the plot
static constexpr double seriesLabelGap = 7;
static constexpr double dotSize = 9;

static QFont seriesLabelFont()
{
    return uiFont(11);
}

ValueFormat axisFormat(ValueFormat format)
{
    return format == ValueFormat::Duration || format == ValueFormat::Plain ? ValueFormat::Compact : format;
}

std::vector<SeriesPlot::Tick> SeriesPlot::ticksOf(const Axis& axis, ValueFormat format)
{
    std::vector<Tick> ticks;
    for (const double tick : axis.ticks)
        ticks.push_back({axis.fraction(tick), axisText(tick, axis.step, axisFormat(format))});
    return ticks;
}

Axis SeriesPlot::valueAxis(const std::vector<double>& values, ValueFormat format, double height, bool logarithmic)
{
    double lowest = HUGE_VAL;
    double highest = 0;
    for (const double value : values) {
        if (!std::isfinite(value))
            continue;
        highest = std::max(highest, value);
        if (value > 0)
            lowest = std::min(lowest, value);
    }
    const int labels = std::clamp(static_cast<int>(height / 34), 2, 5);
    if (logarithmic && highest > 0)
        return logAxis(lowest, highest, labels + 1);
    return linearAxis(highest, labels, format == ValueFormat::Bytes ? byteUnitOf(highest) : 1);
}

double SeriesPlot::heightOf(const Axis& axis, double value)
{
    if (std::isnan(value))
        return value;
    return std::isinf(value) ? 1 : std::clamp(axis.fraction(value), 0.0, 1.0);
}

double SeriesPlot::yLabelWidth() const
{
    const QFontMetricsF metrics(seriesLabelFont());
    double widest = 18;
    for (const auto& tick : yTicks())
        widest = std::max(widest, metrics.horizontalAdvance(tick.label));
    return widest;
}

QRectF SeriesPlot::layoutPlot(const QRectF& inner)
{
    if (isEmpty())
        return {};
    const double top = inner.top() + 8;
    const double height = std::max(20.0, inner.height() - 8 - seriesLabelBand);
    makeScales(QSizeF(inner.width(), height));
    const double left = inner.left() + std::ceil(yLabelWidth() + seriesLabelGap);
    return {left, top, std::max(20.0, inner.right() - 3 - left), height};
}

QPointF SeriesPlot::at(double x, double y) const
{
    const QRectF plot = plotRect();
    return {plot.left() + x * plot.width(), plot.bottom() - y * plot.height()};
}

void SeriesPlot::paintPlot(QPainter& painter)
{
    paintGrid(painter);
    paintXLabels(painter);
    paintBeneath(painter);
    paintSeries(painter);
    paintAbove(painter);
}

void SeriesPlot::paintGrid(QPainter& painter) const
{
    const Colors& c = colors(this);
    const QRectF plot = plotRect();
    for (const auto& tick : yTicks()) {
        const double y = std::round(at(0, tick.at).y());
        painter.fillRect(QRectF(plot.left(), y, plot.width(), 1), tick.at == 0 ? c.hairline : c.grid);
        paint::text(painter, QRectF(0, y - 8, plot.left() - seriesLabelGap, 16), Qt::AlignRight, tick.label,
                    seriesLabelFont(), c.dimText);
    }
}

// The outermost labels are pushed inwards, and what would touch its neighbour is left out.
void SeriesPlot::paintXLabels(QPainter& painter) const
{
    const QFontMetricsF metrics(seriesLabelFont());
    const auto ticks = xTicks();
    const double room = plotRect().width() / static_cast<double>(std::max<std::size_t>(1, ticks.size()));
    double free = 0;
    for (const auto& tick : ticks) {
        const double most = std::max(48.0, room - 6);
        const QString label = metrics.elidedText(shownText(tick.label), Qt::ElideMiddle, most);
        const double width = std::ceil(metrics.horizontalAdvance(label)) + 1;
        const double left = std::clamp(at(tick.at, 0).x() - width / 2, 4.0, plotRect().right() + 5 - width);
        if (left < free)
            continue;
        free = left + width + 8;
        paint::text(painter, QRectF(left, plotRect().bottom() + 3, width + 4, seriesLabelBand - 2), Qt::AlignLeft,
                    label, seriesLabelFont(), colors(this).dimText);
    }
}

static void addAxis(QChart& chart, Qt::Alignment side)
{
    auto* axis = new QValueAxis;
    axis->setRange(0, 1);
    axis->setVisible(false);
    chart.addAxis(axis, side);
}

void SeriesPlot::paintSeries(QPainter& painter) const
{
    const QRectF area(QPointF(), plotRect().size());
    QGraphicsScene scene;
    auto* chart = new QChart;
    scene.QGraphicsScene::addItem(chart); // no text: tests/arch looks for those
    chart->setBackgroundVisible(false);
    chart->legend()->hide();
    chart->setMargins({});
    chart->layout()->setContentsMargins(0, 0, 0, 0);
    addAxis(*chart, Qt::AlignBottom);
    addAxis(*chart, Qt::AlignLeft);
    chart->resize(area.size());
    chart->setPlotArea(area);
    fill(*chart);
    chart->layout()->activate();
    scene.render(&painter, plotRect(), area, Qt::IgnoreAspectRatio);
}

static void attach(QChart& chart, QAbstractSeries* series)
{
    chart.addSeries(series);
    for (auto* axis : chart.axes())
        series->attachAxis(axis);
}

void SeriesPlot::addLine(QChart& chart, const QList<QPointF>& points, const QColor& color, Qt::PenStyle style)
{
    if (points.size() < 2)
        return;
    auto* line = new QLineSeries;
    line->replace(points);
    line->setPen(QPen(color, style == Qt::SolidLine ? 1.8 : 1.4, style, Qt::FlatCap, Qt::RoundJoin));
    attach(chart, line);
}

void SeriesPlot::addDots(QChart& chart, const QList<QPointF>& points, const QColor& color, bool hollow) const
{
    if (points.isEmpty())
        return;
    auto* dots = new QScatterSeries;
    dots->replace(points);
    dots->setMarkerSize(hollow ? dotSize - 1.6 : dotSize);
    dots->setPen(QPen(color, hollow ? 1.6 : 0.01));
    dots->setBrush(hollow ? colors(this).panel : color);
    attach(chart, dots);
}

void SeriesPlot::addBand(QChart& chart, const QList<QPointF>& upper, const QList<QPointF>& lower, const QColor& color)
{
    if (upper.size() < 2)
        return;
    auto* top = new QLineSeries(&chart);
    auto* bottom = new QLineSeries(&chart);
    top->replace(upper);
    bottom->replace(lower);
    auto* area = new QAreaSeries(top, bottom);
    area->setPen(Qt::NoPen);
    area->setBrush(color);
    attach(chart, area);
}

void SeriesPlot::drawWhisker(QPainter& painter, double x, double low, double high, const QColor& color) const
{
    if (std::isnan(low) || std::isnan(high))
        return;
    constexpr double cap = 3;
    const QPointF lower = at(x, low);
    const QPointF upper = at(x, high);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.4, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(lower, upper);
    for (const QPointF& end : {lower, upper})
        painter.drawLine(end - QPointF(cap, 0), end + QPointF(cap, 0));
    painter.restore();
}

void SeriesPlot::drawNever(QPainter& painter, double x, const QColor& color) const
{
    const QPointF tip = at(x, 1) - QPointF(0, 5);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF({tip, tip + QPointF(-5, 8), tip + QPointF(5, 8)}));
    painter.restore();
}

void SeriesPlot::drawDashedLevel(QPainter& painter, double y, const QColor& color) const
{
    const std::array ends{at(0, y), at(1, y)};
    paint::polyline(painter, ends, color, Qt::DashLine);
}

QString SeriesPlot::tipAt(const QPointF& pixel) const
{
    constexpr double reach = 14;
    double nearest = reach;
    QString found;
    for (const auto& spot : spots()) {
        const double distance = QLineF(pixel, at(spot.at.x(), spot.at.y())).length();
        if (distance < nearest) {
            nearest = distance;
            found = spot.text;
        }
    }
    return found;
}

bool SeriesPlot::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || isEmpty())
        return PlotView::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    const QString tip = tipAt(help->pos());
    if (tip.isEmpty())
        return PlotView::event(event);
    showTip(help->globalPos(), tip, this);
    return true;
}

} // namespace weir::ui
