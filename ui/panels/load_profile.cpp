// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/load_profile.h"

#include "ui/models/figure_text.h"
#include "ui/theme.h"

#include <QPainter>

namespace weir::ui {

LoadProfile::LoadProfile(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("loadProfile"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setLoad({});
}

QString LoadProfile::levelText(double level) const
{
    return m_openModel ? plainNumber(level) + QStringLiteral("/s") : tr("%1 users").arg(plainNumber(level));
}

// A line for each phase, for the tooltip and for those who cannot see the curve.
QString LoadProfile::description() const
{
    QStringList lines;
    for (std::size_t i = 0; i < m_phases.size(); ++i) {
        const auto& phase = m_phases[i];
        if (phase.length.count() == 0)
            continue;
        const QString name = i == metrics::warmUpPhase ? tr("warm-up") : text(phase.name);
        const QString levels = phase.from == phase.to ? levelText(phase.to)
                                                      : tr("%1 to %2").arg(levelText(phase.from), levelText(phase.to));
        lines.append(tr("%1: %2 for %3").arg(name, levels, clockText(secondsOf(phase.length))));
    }
    return tr("Planned load") + QStringLiteral("\n") + lines.join(QLatin1Char('\n'));
}

void LoadProfile::setLoad(const settings::LoadSettings& load)
{
    m_openModel = load.model == settings::LoadModel::Open;
    m_phases = settings::loadPhases(load);
    const auto curve = settings::loadCurve(m_phases);
    m_length = curve.length();
    m_highest = curve.highest();
    setAccessibleName(description());
    setToolTip(accessibleName());
    update();
}

void LoadProfile::setNow(std::optional<base::Nanos> elapsed)
{
    m_now = elapsed;
    update();
}

QRectF LoadProfile::plotRect() const
{
    return QRectF(rect()).adjusted(14, 24, -14, -22);
}

double LoadProfile::xOf(base::Nanos time) const
{
    const QRectF plot = plotRect();
    const double share = m_length.count() > 0 ? secondsOf(time) / secondsOf(m_length) : 0;
    return plot.left() + std::clamp(share, 0.0, 1.0) * plot.width();
}

double LoadProfile::yOf(double level) const
{
    const QRectF plot = plotRect();
    constexpr double headroom = 6;
    return plot.bottom() - (m_highest > 0 ? level / m_highest : 0) * (plot.height() - headroom);
}

void LoadProfile::paintWarmup(QPainter& painter) const
{
    const auto warmup = m_phases.front().length;
    if (warmup.count() == 0)
        return;
    const QRectF plot = plotRect();
    const Colors& c = colors(this);
    painter.fillRect(QRectF(plot.topLeft(), QPointF(xOf(warmup), plot.bottom())), c.track);
    painter.setPen(c.dimText);
    painter.drawText(QPointF(plot.left(), plot.top() - 8), tr("warm-up"));
}

// The schedule starts at the warm-up, which only counts apart.
void LoadProfile::paintCurve(QPainter& painter) const
{
    const QRectF plot = plotRect();
    const Colors& c = colors(this);
    QPolygonF line;
    QList<double> beginnings;
    base::Nanos begin{};
    for (const auto& phase : m_phases) {
        if (phase.length.count() > 0)
            beginnings.append(xOf(begin));
        line << QPointF(xOf(begin), yOf(phase.from));
        begin += phase.length;
        line << QPointF(xOf(begin), yOf(phase.to));
    }
    QPolygonF area = line;
    area << plot.bottomRight() << plot.bottomLeft();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(withAlpha(c.accent, 0.14));
    painter.drawPolygon(area);
    painter.setPen(QPen(c.accent, 1.8));
    painter.drawPolyline(line);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(c.hairline, 1));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    for (const double x : beginnings.mid(1))
        painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 4));
}

void LoadProfile::paintLabels(QPainter& painter) const
{
    const QRectF plot = plotRect();
    painter.setPen(colors(this).dimText);
    const QRectF above(plot.left(), plot.top() - 22, plot.width(), 18);
    painter.drawText(above, Qt::AlignRight | Qt::AlignVCenter,
                     m_phases.size() > 2 ? tr("up to %1").arg(levelText(m_highest)) : levelText(m_highest));
    const QRectF below(plot.left(), plot.bottom() + 3, plot.width(), 16);
    painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, clockText(0));
    painter.drawText(below, Qt::AlignRight | Qt::AlignVCenter, clockText(secondsOf(m_length)));
}

void LoadProfile::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setFont(uiFont(11));
    paintWarmup(painter);
    paintCurve(painter);
    paintLabels(painter);
    if (!m_now)
        return;
    const QRectF plot = plotRect();
    const double x = xOf(*m_now);
    painter.setPen(QPen(colors(this).orange, 1.6));
    painter.drawLine(QPointF(x, plot.top() - 2), QPointF(x, plot.bottom()));
}

} // namespace weir::ui
