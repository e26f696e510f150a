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

static QString heightText(const settings::LoadSettings& load)
{
    return load.model == settings::LoadModel::Open ? plainNumber(load.rate) + QStringLiteral("/s")
                                                   : LoadProfile::tr("%1 users").arg(plainNumber(load.users));
}

void LoadProfile::setLoad(const settings::LoadSettings& load)
{
    m_load = load;
    setAccessibleName(tr("Load profile: %1 for %2 after %3 of warm-up")
                          .arg(heightText(load), clockText(load.durationS), clockText(load.warmupS)));
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

double LoadProfile::xOf(double seconds) const
{
    const QRectF plot = plotRect();
    const double whole = wholeSeconds();
    return plot.left() + (whole > 0 ? std::clamp(seconds / whole, 0.0, 1.0) : 0) * plot.width();
}

void LoadProfile::paintWarmup(QPainter& painter) const
{
    const QRectF plot = plotRect();
    const Colors& c = colors(this);
    painter.fillRect(QRectF(plot.topLeft(), QPointF(xOf(m_load.warmupS), plot.bottom())), c.track);
    if (m_load.warmupS > 0) {
        painter.setPen(c.dimText);
        painter.drawText(QPointF(plot.left(), plot.top() - 8), tr("warm-up"));
    }
}

// The schedule starts at its full height; the warm-up only counts apart.
void LoadProfile::paintCurve(QPainter& painter) const
{
    const QRectF plot = plotRect();
    const Colors& c = colors(this);
    constexpr double headroom = 6;
    const double top = plot.top() + headroom;
    painter.fillRect(QRectF(QPointF(plot.left(), top), plot.bottomRight()), withAlpha(c.accent, 0.14));
    painter.setPen(QPen(c.accent, 1.8));
    painter.drawLine(QPointF(plot.left(), top), QPointF(plot.right(), top));
    painter.drawLine(QPointF(plot.left(), plot.bottom()), QPointF(plot.left(), top));
    painter.setPen(QPen(c.hairline, 1));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
}

void LoadProfile::paintLabels(QPainter& painter) const
{
    const QRectF plot = plotRect();
    painter.setPen(colors(this).dimText);
    const QRectF above(plot.left(), plot.top() - 22, plot.width(), 18);
    painter.drawText(above, Qt::AlignRight | Qt::AlignVCenter, heightText(m_load));
    const QRectF below(plot.left(), plot.bottom() + 3, plot.width(), 16);
    painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, clockText(0));
    painter.drawText(below, Qt::AlignRight | Qt::AlignVCenter, clockText(wholeSeconds()));
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
    const double x = xOf(secondsOf(*m_now));
    painter.setPen(QPen(colors(this).orange, 1.6));
    painter.drawLine(QPointF(x, plot.top() - 2), QPointF(x, plot.bottom()));
}

} // namespace weir::ui
