// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of a chart over time: axes, warm-up, event marks.
#include "ui/charts/time_plot.h"

#include "ui/charts/plot_paint.h"
#include "ui/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace weir::ui {

static constexpr double markBand = 18; // above the curves, for the numbers of events
static constexpr double timeBand = 17; // beneath them, for the times
static constexpr double labelGap = 7;

static QFont labelFont()
{
    return uiFont(11);
}

Axis TimePlot::makeValueAxis(int labels) const
{
    const auto [lowest, highest] = extent();
    if (m_spec.logY)
        return logAxis(lowest, highest, labels + 1);
    const double unit = m_spec.format == ValueFormat::Bytes ? byteUnitOf(highest) : 1;
    return linearAxis(highest, labels, unit, m_spec.top);
}

QRectF TimePlot::layoutPlot(const QRectF& inner)
{
    if (isEmpty())
        return {};
    const double height = std::max(20.0, inner.height() - markBand - timeBand);
    m_y = makeValueAxis(std::clamp(static_cast<int>(height / 34), 2, 5));
    const QFontMetricsF metrics(labelFont());
    double widest = 18;
    for (const double tick : m_y.ticks)
        widest = std::max(widest, metrics.horizontalAdvance(axisText(tick, m_y.step, m_spec.format)));
    // Rounded, so that the plot does not shift sideways with each new label.
    const double left = inner.left() + 6 * std::ceil((widest + labelGap) / 6);
    const QRectF plot(left, inner.top() + markBand, std::max(20.0, inner.right() - 3 - left), height);
    m_x = ui::timeAxis(m_begin, m_end, std::clamp(static_cast<int>(plot.width() / 38), 2, 6));
    return plot;
}

double TimePlot::xOf(double seconds) const
{
    return plotRect().left() + m_x.fraction(seconds) * plotRect().width();
}

double TimePlot::yOf(double value) const
{
    return plotRect().bottom() - std::clamp(m_y.fraction(value), -1.0, 3.0) * plotRect().height();
}

void TimePlot::paintPlot(QPainter& painter)
{
    const QRectF plot = plotRect();
    const double shadeEnd = std::clamp(xOf(m_warmupEnd), plot.left(), plot.right());
    if (m_warmupEnd > m_begin)
        painter.fillRect(QRectF(plot.topLeft(), QPointF(shadeEnd, plot.bottom())), withAlpha(colors(this).text, 0.035));
    drawGrid(painter);
    drawTimeLabels(painter);
    painter.save();
    painter.setClipRect(plot.adjusted(-1, -1, 1, 1));
    paintValues(painter);
    painter.restore();
    drawMarks(painter);
}

void TimePlot::drawGrid(QPainter& painter)
{
    const Colors& c = colors(this);
    const QRectF plot = plotRect();
    for (const double tick : m_y.ticks) {
        const double y = std::round(yOf(tick));
        painter.fillRect(QRectF(plot.left(), y, plot.width(), 1), tick == 0 ? c.hairline : c.grid);
        const QRectF label(0, y - 8, plot.left() - labelGap, 16);
        paint::text(painter, label, Qt::AlignRight, axisText(tick, m_y.step, m_spec.format), labelFont(), c.dimText);
    }
}

void TimePlot::drawTimeLabels(QPainter& painter)
{
    const QFontMetricsF metrics(labelFont());
    double free = 0; // where the next label may begin
    for (const double tick : m_x.ticks) {
        const QString label = clockText(tick);
        const double width = std::ceil(metrics.horizontalAdvance(label)) + 1;
        // The outermost labels are pushed inwards rather than cut off.
        const double left = std::clamp(xOf(tick) - width / 2, 4.0, plotRect().right() + 5 - width);
        if (left < free)
            continue;
        free = left + width + 8;
        paint::text(painter, QRectF(left, plotRect().bottom() + 2, width + 4, timeBand - 2), Qt::AlignLeft, label,
                    labelFont(), colors(this).dimText);
    }
}

struct TimePlot::MarkCluster {
    QString label;
    double centre = 0;
    std::vector<double> lines;
};

std::vector<TimePlot::MarkCluster> TimePlot::markClusters() const
{
    std::vector<MarkCluster> clusters;
    int first = 0;
    for (const auto& mark : m_marks) {
        const double x = xOf(mark.at);
        const bool near = !clusters.empty()
            && x - clusters.back().centre < paint::markBadgeWidth(clusters.back().label) / 2 + 8;
        if (!near) {
            first = mark.number;
            clusters.push_back(MarkCluster{QString::number(mark.number), x, {x}});
            continue;
        }
        auto& cluster = clusters.back();
        cluster.label = QStringLiteral("%1–%2").arg(first).arg(mark.number);
        cluster.lines.push_back(x);
        cluster.centre = (cluster.lines.front() + x) / 2;
    }
    return clusters;
}

void TimePlot::drawMarks(QPainter& painter)
{
    const Colors& c = colors(this);
    const QRectF plot = plotRect();
    for (const auto& cluster : markClusters()) {
        for (const double x : cluster.lines)
            paint::upright(painter, std::round(x), plot.top() - 3, plot.bottom(), c.dimText, Qt::DashLine);
        const double half = paint::markBadgeWidth(cluster.label) / 2;
        const double centre = std::clamp(cluster.centre, half + 4, width() - half - 4);
        paint::markBadge(painter, QPointF(std::round(centre), plot.top() - 10), cluster.label, c.panel, c.dimText);
    }
}

std::vector<PlotView::LegendEntry> TimePlot::legend() const
{
    std::vector<LegendEntry> entries;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (!isShown(i))
            continue;
        const auto style = m_spec.series[i].style;
        const auto line = style == LineStyle::Dashed ? Qt::DashLine
            : style == LineStyle::Dotted             ? Qt::DotLine
                                                     : Qt::SolidLine;
        entries.push_back(LegendEntry{seriesLabel(i), seriesColor(i), line, m_spec.stacked});
    }
    return entries;
}

} // namespace weir::ui
