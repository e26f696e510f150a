// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/tornado_plot.h"

#include "ui/charts/judgement_color.h"
#include "ui/charts/plot_paint.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QBarSet>
#include <QChart>
#include <QFontMetricsF>
#include <QHorizontalStackedBarSeries>
#include <QPainter>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace weir::ui {

static constexpr int barDistance = 24;

static QFont barNameFont()
{
    return uiFont(11);
}

QString signedPercent(double ratio)
{
    if (std::isnan(ratio))
        return QStringLiteral("–");
    if (std::isinf(ratio))
        return ratio > 0 ? TornadoPlot::tr("never") : TornadoPlot::tr("from never");
    return (ratio < 0       ? QStringLiteral("−")
                : ratio > 0 ? QStringLiteral("+")
                            : QString())
        + percentText(std::abs(ratio));
}

void TornadoPlot::setBars(std::vector<TornadoBar> bars)
{
    m_bars = std::move(bars);
    contentChanged();
}

int TornadoPlot::heightWanted() const
{
    return 84 + barDistance * static_cast<int>(std::max<std::size_t>(3, m_bars.size()));
}

// Whiskers may be far wider than any effect: the scale follows the effects, and a whisker that leaves it ends at the
// edge.
void TornadoPlot::makeScales(const QSizeF& room)
{
    double widest = 0;
    double whiskers = 0;
    for (const auto& bar : m_bars) {
        if (std::isfinite(bar.effect))
            widest = std::max(widest, std::abs(bar.effect));
        for (const double end : {bar.low, bar.high})
            if (std::isfinite(end))
                whiskers = std::max(whiskers, std::abs(end));
    }
    const double reach = std::max(0.01, std::min(whiskers > 0 ? whiskers : widest, 3 * std::max(widest, 0.005)));
    double lowest = -0.08 * reach;
    double highest = 0.08 * reach;
    for (const auto& bar : m_bars)
        for (const double end : {bar.effect, bar.low, bar.high}) {
            lowest = std::min(lowest, std::max(end, -reach));
            highest = std::max(highest, std::min(end, reach));
        }
    m_min = lowest - 0.03 * (highest - lowest);
    m_max = highest + 0.03 * (highest - lowest);
    const QFontMetricsF metrics(barNameFont());
    m_nameWidth = 40;
    for (const auto& bar : m_bars)
        m_nameWidth = std::max(m_nameWidth, metrics.horizontalAdvance(shownText(bar.name)));
    m_nameWidth = std::min(m_nameWidth, 0.45 * room.width());
    m_ticks.clear();
    const Axis axis = linearAxis((m_max - m_min),
                                 std::clamp(static_cast<int>((room.width() - m_nameWidth) / 60), 3, 7));
    for (double tick = axis.step * std::ceil(m_min / axis.step); tick <= m_max; tick += axis.step)
        m_ticks.push_back({xOf(tick), signedPercent(std::abs(tick) < axis.step / 2 ? 0 : tick)});
}

double TornadoPlot::xOf(double ratio) const
{
    return (std::clamp(ratio, m_min, m_max) - m_min) / (m_max - m_min);
}

double TornadoPlot::yOf(std::size_t bar) const
{
    return 1 - (static_cast<double>(bar) + 0.5) / static_cast<double>(m_bars.size());
}

// Three sets, so that each bar has the colour of its judgement; in each all bars but its own are zero.
void TornadoPlot::fill(QChart& chart) const
{
    using analysis::Judgement;
    const Colors& c = colors(this);
    auto* series = new QHorizontalStackedBarSeries;
    for (const auto judgement : {Judgement::Better, Judgement::Worse, Judgement::Unclear}) {
        auto* set = new QBarSet(QString());
        for (auto bar = m_bars.rbegin(); bar != m_bars.rend(); ++bar) {
            const bool isGrey = bar->judgement != Judgement::Better && bar->judgement != Judgement::Worse;
            const bool isMine = isGrey ? judgement == Judgement::Unclear : bar->judgement == judgement;
            set->append(isMine ? std::clamp(bar->effect, m_min, m_max) : 0);
        }
        set->setColor(judgement == Judgement::Unclear ? c.neutral : judgementColor(c, judgement));
        set->setBorderColor(Qt::transparent);
        series->append(set);
    }
    series->setBarWidth(0.55);
    chart.addSeries(series);
    auto* x = new QValueAxis;
    x->setRange(m_min, m_max);
    auto* y = new QValueAxis;
    y->setRange(-0.5, static_cast<double>(m_bars.size()) - 0.5);
    for (auto* axis : {x, y}) {
        axis->setVisible(false);
        chart.addAxis(axis, axis == x ? Qt::AlignBottom : Qt::AlignLeft);
        series->attachAxis(axis);
    }
}

void TornadoPlot::paintBeneath(QPainter& painter) const
{
    const Colors& c = colors(this);
    for (const auto& tick : m_ticks)
        paint::upright(painter, std::round(at(tick.at, 0).x()), plotRect().top(), plotRect().bottom(), c.grid,
                       Qt::SolidLine);
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const QRectF room(0, at(0, yOf(i)).y() - 9, plotRect().left() - 8, 18);
        const QString name = QFontMetricsF(barNameFont())
                                 .elidedText(shownText(m_bars[i].name), Qt::ElideMiddle, room.width() - 8);
        paint::text(painter, room, Qt::AlignRight, name, barNameFont(), c.text);
    }
}

void TornadoPlot::paintAbove(QPainter& painter) const
{
    const Colors& c = colors(this);
    paint::upright(painter, std::round(at(xOf(0), 0).x()), plotRect().top(), plotRect().bottom(), c.dimText,
                   Qt::SolidLine);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const auto& bar = m_bars[i];
        painter.setPen(QPen(c.text, 1.4, Qt::SolidLine, Qt::FlatCap));
        if (!std::isnan(bar.low) && !std::isnan(bar.high))
            painter.drawLine(at(xOf(bar.low), yOf(i)), at(xOf(bar.high), yOf(i)));
        if (bar.note.isEmpty())
            continue;
        const double end = at(xOf(std::max({bar.effect, std::isnan(bar.high) ? 0 : bar.high, 0.0})), 0).x() + 6;
        paint::text(painter, QRectF(end, at(0, yOf(i)).y() - 9, width() - 8 - end, 18), Qt::AlignLeft, bar.note,
                    barNameFont(), c.dimText);
    }
    painter.restore();
}

static QString barText(const TornadoBar& bar)
{
    const QString interval = std::isnan(bar.low)
        ? QString()
        : TornadoPlot::tr(" (%1 to %2)").arg(signedPercent(bar.low), signedPercent(bar.high));
    return QStringLiteral("%1: %2%3").arg(bar.name, signedPercent(bar.effect), interval);
}

std::vector<SeriesPlot::Spot> TornadoPlot::spots() const
{
    std::vector<Spot> spots;
    for (std::size_t i = 0; i < m_bars.size(); ++i)
        for (const double x : {0.0, xOf(m_bars[i].effect) / 2 + xOf(0) / 2, xOf(m_bars[i].effect), xOf(m_bars[i].high)})
            if (!std::isnan(x))
                spots.push_back({{x, yOf(i)}, barText(m_bars[i])});
    return spots;
}

std::vector<PlotView::LegendEntry> TornadoPlot::legend() const
{
    const Colors& c = colors(this);
    return {{tr("better"), c.good, Qt::SolidLine, true},
            {tr("worse"), c.error, Qt::SolidLine, true},
            {tr("no clear effect"), c.neutral, Qt::SolidLine, true}};
}

QString TornadoPlot::summary() const
{
    QStringList parts;
    for (const auto& bar : m_bars)
        if (bar.judgement == analysis::Judgement::Better || bar.judgement == analysis::Judgement::Worse)
            parts << barText(bar);
    return parts.isEmpty() ? tr("No effect found for any of %1 knobs").arg(m_bars.size())
                           : parts.mid(0, 5).join(QStringLiteral("; "));
}

QList<QStringList> TornadoPlot::table() const
{
    QList<QStringList> rows{{tr("Knob"), tr("Effect"), tr("From"), tr("To"), tr("Verdict")}};
    for (const auto& bar : m_bars)
        rows.append({bar.name, signedPercent(bar.effect), signedPercent(bar.low), signedPercent(bar.high),
                     QString::fromUtf8(analysis::judgementName(bar.judgement).data()).replace(u'_', u' ')});
    return rows;
}

} // namespace weir::ui
