// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/trend_plot.h"

#include "ui/charts/plot_paint.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace weir::ui {

// More would be less than three pixels apart; the newest count.
static constexpr std::size_t mostTrendRuns = 300;

void TrendPlot::setRuns(std::vector<Run> runs, ValueFormat format, std::optional<Band> band)
{
    if (runs.size() > mostTrendRuns)
        runs.erase(runs.begin(), runs.end() - mostTrendRuns);
    m_runs = std::move(runs);
    m_format = format;
    m_band = band;
    contentChanged();
}

double TrendPlot::xOf(std::size_t run) const
{
    return (static_cast<double>(run) + 0.5) / static_cast<double>(m_runs.size());
}

void TrendPlot::makeScales(const QSizeF& room)
{
    std::vector<double> values;
    for (const auto& run : m_runs)
        values.insert(values.end(), {run.figure, run.high});
    if (m_band)
        values.push_back(m_band->high);
    m_y = valueAxis(values, m_format, room.height());
}

std::vector<SeriesPlot::Tick> TrendPlot::xTicks() const
{
    std::vector<Tick> ticks;
    const std::size_t step = std::max<std::size_t>(1, m_runs.size() / 6);
    for (std::size_t i = 0; i < m_runs.size(); i += step)
        ticks.push_back({xOf(i), m_runs[i].when});
    return ticks;
}

void TrendPlot::fill(QChart& chart) const
{
    const Colors& c = colors(this);
    if (m_band)
        addBand(chart, {{0, heightOf(m_y, m_band->high)}, {1, heightOf(m_y, m_band->high)}},
                {{0, heightOf(m_y, m_band->low)}, {1, heightOf(m_y, m_band->low)}}, withAlpha(c.accent, 0.12));
    QList<QPointF> good;
    QList<QPointF> invalid;
    for (std::size_t i = 0; i < m_runs.size(); ++i)
        if (std::isfinite(m_runs[i].figure))
            (m_runs[i].isInvalid ? invalid : good).append({xOf(i), heightOf(m_y, m_runs[i].figure)});
    addDots(chart, good, c.series[0]);
    addDots(chart, invalid, c.series[0], true);
}

void TrendPlot::paintBeneath(QPainter& painter) const
{
    paintChanges(painter);
    for (std::size_t i = 0; i < m_runs.size(); ++i)
        drawWhisker(painter, xOf(i), heightOf(m_y, m_runs[i].low), heightOf(m_y, m_runs[i].high),
                    withAlpha(colors(this).accent, 0.5));
}

// A line for each change; its words only where they do not touch the ones before.
void TrendPlot::paintChanges(QPainter& painter) const
{
    const Colors& c = colors(this);
    const QFontMetricsF metrics(uiFont(11));
    double free = 0;
    for (std::size_t i = 0; i < m_runs.size(); ++i) {
        if (m_runs[i].change.isEmpty())
            continue;
        const double x = std::round(at(xOf(i) - 0.5 / static_cast<double>(m_runs.size()), 0).x());
        paint::upright(painter, x, plotRect().top() - 4, plotRect().bottom(), c.dimText, Qt::DashLine);
        const QString words = metrics.elidedText(shownText(m_runs[i].change), Qt::ElideRight, 180);
        const double room = std::min(180.0, width() - 10 - x - 4);
        if (x < free || room < 40)
            continue;
        free = x + 8
            + paint::text(painter, QRectF(x + 4, plotRect().top() - 5, room, 14), Qt::AlignLeft, words, uiFont(11),
                          c.dimText);
    }
}

void TrendPlot::paintAbove(QPainter& painter) const
{
    for (std::size_t i = 0; i < m_runs.size(); ++i)
        if (std::isinf(m_runs[i].figure))
            drawNever(painter, xOf(i), colors(this).error);
}

static QString trendFigure(double value, ValueFormat format)
{
    return std::isinf(value) ? TrendPlot::tr("never") : valueText(value, format);
}

std::vector<SeriesPlot::Spot> TrendPlot::spots() const
{
    std::vector<Spot> spots;
    for (std::size_t i = 0; i < m_runs.size(); ++i) {
        if (std::isnan(m_runs[i].figure))
            continue;
        QString text = QStringLiteral("%1: %2").arg(m_runs[i].when, trendFigure(m_runs[i].figure, m_format));
        if (m_runs[i].isInvalid)
            text += tr(", invalid");
        if (!m_runs[i].change.isEmpty())
            text += u'\n' + m_runs[i].change;
        spots.push_back({{xOf(i), heightOf(m_y, m_runs[i].figure)}, text});
    }
    return spots;
}

std::vector<PlotView::LegendEntry> TrendPlot::legend() const
{
    const Colors& c = colors(this);
    std::vector<LegendEntry> entries{{tr("run"), c.series[0], Qt::SolidLine, true},
                                     {tr("hollow: invalid"), c.series[0], Qt::DotLine}};
    if (m_band)
        entries.push_back({tr("what equal runs differ by"), withAlpha(c.accent, 0.3), Qt::SolidLine, true});
    entries.push_back({tr("settings changed"), c.dimText, Qt::DashLine});
    return entries;
}

bool TrendPlot::isEmpty() const
{
    return std::ranges::all_of(m_runs, [](const Run& run) { return std::isnan(run.figure); });
}

QString TrendPlot::summary() const
{
    std::vector<double> known;
    for (const auto& run : m_runs)
        if (std::isfinite(run.figure))
            known.push_back(run.figure);
    if (known.empty())
        return tr("%1 runs, none with a figure").arg(m_runs.size());
    const auto [low, high] = std::ranges::minmax(known);
    return tr("%1 runs, from %2 to %3, the newest %4")
        .arg(m_runs.size())
        .arg(valueText(low, m_format), valueText(high, m_format), trendFigure(m_runs.back().figure, m_format));
}

QList<QStringList> TrendPlot::table() const
{
    QList<QStringList> rows{{tr("Run"), tr("Figure"), tr("From"), tr("To"), tr("Settings changed")}};
    for (const auto& run : m_runs)
        rows.append({run.when, trendFigure(run.figure, m_format), trendFigure(run.low, m_format),
                     trendFigure(run.high, m_format), run.change});
    return rows;
}

} // namespace weir::ui
