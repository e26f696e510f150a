// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/knob_plot.h"

#include "ui/charts/plot_paint.h"
#include "ui/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace weir::ui {

KnobPlot::Scale knobScale(const std::vector<double>& settings)
{
    if (settings.empty())
        return KnobPlot::Scale::Linear;
    const auto [low, high] = std::ranges::minmax(settings);
    return low > 0 && high > 10 * low ? KnobPlot::Scale::Logarithmic : KnobPlot::Scale::Linear;
}

void KnobPlot::setContent(Content content)
{
    m_content = std::move(content);
    contentChanged();
}

static double settingOn(KnobPlot::Scale scale, double setting)
{
    return scale == KnobPlot::Scale::Logarithmic ? std::log10(std::max(setting, 1e-12)) : setting;
}

void KnobPlot::makeScales(const QSizeF& room)
{
    std::vector<double> values;
    m_min = HUGE_VAL;
    m_max = -HUGE_VAL;
    for (const auto& point : m_content.points) {
        values.insert(values.end(), {point.figure, point.high});
        m_min = std::min(m_min, settingOn(m_content.scale, point.setting));
        m_max = std::max(m_max, settingOn(m_content.scale, point.setting));
    }
    if (m_content.bound)
        values.push_back(*m_content.bound);
    for (const auto& point : m_content.fitted)
        values.push_back(point.y());
    m_y = valueAxis(values, m_content.format, room.height());
}

// Away from the edges, so that no dot is cut.
double KnobPlot::xOf(double setting) const
{
    const double share = m_max > m_min ? (settingOn(m_content.scale, setting) - m_min) / (m_max - m_min) : 0.5;
    constexpr double inset = 0.04;
    return inset + (1 - 2 * inset) * share;
}

std::vector<SeriesPlot::Tick> KnobPlot::xTicks() const
{
    std::vector<Tick> ticks;
    for (const auto& point : m_content.points)
        ticks.push_back({xOf(point.setting), point.text});
    return ticks;
}

QColor KnobPlot::colorOf(const KnobPoint& point) const
{
    const Colors& c = colors(this);
    if (point.held)
        return *point.held ? c.good : c.error;
    return point.isBaseline ? c.series[1] : c.series[0];
}

void KnobPlot::fill(QChart& chart) const
{
    const Colors& c = colors(this);
    QList<QPointF> line;
    for (const auto& point : m_content.points) {
        if (std::isfinite(point.figure) && !point.isInvalid) {
            line.append({xOf(point.setting), heightOf(m_y, point.figure)});
        } else if (std::isinf(point.figure)) { // the line breaks off
            addLine(chart, line, c.series[0]);
            line.clear();
        }
    }
    if (m_content.joins)
        addLine(chart, line, c.series[0]);
    QList<QPointF> fitted;
    for (const auto& point : m_content.fitted)
        fitted.append({xOf(point.x()), heightOf(m_y, point.y())});
    addLine(chart, fitted, c.series[3], Qt::DashLine);
    addPoints(chart);
}

// One series for each look.
void KnobPlot::addPoints(QChart& chart) const
{
    QMap<QRgb, std::array<QList<QPointF>, 2>> looks;
    for (const auto& point : m_content.points)
        if (std::isfinite(point.figure))
            looks[colorOf(point).rgb()][point.isInvalid || point.isBaseline ? 1 : 0].append(
                {xOf(point.setting), heightOf(m_y, point.figure)});
    for (auto look = looks.cbegin(); look != looks.cend(); ++look)
        for (const int hollow : {0, 1})
            addDots(chart, look.value()[static_cast<std::size_t>(hollow)], QColor::fromRgb(look.key()), hollow == 1);
}

void KnobPlot::paintBeneath(QPainter& painter) const
{
    const Colors& c = colors(this);
    if (m_content.knee) {
        const double x = std::round(at(xOf(*m_content.knee), 0).x());
        paint::upright(painter, x, plotRect().top(), plotRect().bottom(), c.dimText, Qt::DashLine);
        paint::text(painter, QRectF(x + 4, plotRect().top() - 4, 60, 14), Qt::AlignLeft, tr("knee"), uiFont(11),
                    c.dimText);
    }
    for (const auto& point : m_content.points)
        drawWhisker(painter, xOf(point.setting), heightOf(m_y, point.low), heightOf(m_y, point.high),
                    withAlpha(colorOf(point), 0.6));
}

void KnobPlot::paintAbove(QPainter& painter) const
{
    const Colors& c = colors(this);
    if (m_content.bound)
        drawDashedLevel(painter, heightOf(m_y, *m_content.bound), c.dimText);
    for (const auto& point : m_content.points)
        if (std::isinf(point.figure))
            drawNever(painter, xOf(point.setting), colorOf(point));
}

static QString knobFigure(double value, ValueFormat format)
{
    return std::isinf(value) ? KnobPlot::tr("never") : valueText(value, format);
}

std::vector<SeriesPlot::Spot> KnobPlot::spots() const
{
    std::vector<Spot> spots;
    for (const auto& point : m_content.points) {
        if (std::isnan(point.figure))
            continue;
        QString text = QStringLiteral("%1: %2").arg(point.text, knobFigure(point.figure, m_content.format));
        if (!std::isnan(point.low))
            text += tr(" (%1 to %2)")
                        .arg(knobFigure(point.low, m_content.format), knobFigure(point.high, m_content.format));
        for (const QString& more : {point.isBaseline ? tr("baseline") : QString(), point.note,
                                    point.isInvalid ? tr("invalid: says nothing of the setting") : QString()})
            if (!more.isEmpty())
                text += u'\n' + more;
        spots.push_back({{xOf(point.setting), heightOf(m_y, point.figure)}, text});
    }
    return spots;
}

std::vector<PlotView::LegendEntry> KnobPlot::legend() const
{
    const Colors& c = colors(this);
    std::vector<LegendEntry> entries;
    const auto any = [this](auto member) {
        return std::ranges::any_of(m_content.points, [&](const KnobPoint& point) { return member(point); });
    };
    if (any([](const KnobPoint& point) { return point.held.value_or(false); }))
        entries.push_back({tr("holds"), c.good, Qt::SolidLine, true});
    if (any([](const KnobPoint& point) { return point.held && !*point.held; }))
        entries.push_back({tr("does not hold"), c.error, Qt::SolidLine, true});
    if (any([](const KnobPoint& point) { return point.isBaseline; }))
        entries.push_back({tr("baseline"), c.series[1], Qt::SolidLine, true});
    if (any([](const KnobPoint& point) { return point.isInvalid; }))
        entries.push_back({tr("hollow: invalid"), c.dimText, Qt::DotLine});
    if (m_content.bound)
        entries.push_back({tr("bound"), c.dimText, Qt::DashLine});
    if (!m_content.fitted.empty())
        entries.push_back({m_content.fittedName, c.series[3], Qt::DashLine});
    return entries;
}

QString KnobPlot::summary() const
{
    const auto byFigure = [](const KnobPoint& a, const KnobPoint& b) { return a.figure < b.figure; };
    std::vector<KnobPoint> known;
    std::ranges::copy_if(m_content.points, std::back_inserter(known),
                         [](const KnobPoint& point) { return !std::isnan(point.figure); });
    if (known.empty())
        return tr("No figure yet");
    const auto [low, high] = std::ranges::minmax_element(known, byFigure);
    return tr("%1 settings; lowest %2 at %3, highest %4 at %5")
        .arg(known.size())
        .arg(knobFigure(low->figure, m_content.format), low->text, knobFigure(high->figure, m_content.format),
             high->text);
}

QList<QStringList> KnobPlot::table() const
{
    QList<QStringList> rows{{tr("Setting"), tr("Figure"), tr("From"), tr("To"), tr("Remark")}};
    for (const auto& point : m_content.points) {
        QStringList remarks;
        if (point.isBaseline)
            remarks << tr("baseline");
        if (point.held)
            remarks << (*point.held ? tr("holds") : tr("does not hold"));
        if (point.isInvalid)
            remarks << tr("invalid");
        if (!point.note.isEmpty())
            remarks << point.note;
        rows.append({point.text, knobFigure(point.figure, m_content.format), knobFigure(point.low, m_content.format),
                     knobFigure(point.high, m_content.format), remarks.join(QStringLiteral(", "))});
    }
    return rows;
}

} // namespace weir::ui
