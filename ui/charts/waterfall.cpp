// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/waterfall.h"

#include "ui/charts/plot_paint.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace weir::ui {

static constexpr double scaleBand = 17; // beneath the bars, for the times
static constexpr double tallestRow = 24;
static constexpr double gap = 8;

static QFont rowFont()
{
    return uiFont(11);
}

Waterfall::Waterfall(QWidget* parent) : PlotView(parent)
{
    setObjectName(QStringLiteral("chart.waterfall"));
    setEmptyText(tr("Choose an exchange in the table: this shows where its time went."));
}

void Waterfall::setBars(std::vector<Bar> bars, double totalMs)
{
    m_bars = std::move(bars);
    m_total = totalMs;
    contentChanged();
}

QRectF Waterfall::layoutPlot(const QRectF& inner)
{
    if (isEmpty())
        return {};
    const QFontMetricsF metrics(rowFont());
    m_labels = m_values = 0;
    for (const auto& bar : m_bars) {
        m_labels = std::max(m_labels, metrics.horizontalAdvance(bar.label));
        m_values = std::max(m_values, metrics.horizontalAdvance(durationText(bar.lengthMs)));
    }
    m_labels = std::min(m_labels, inner.width() / 2);
    const QRectF plot(inner.left() + m_labels + gap, inner.top(),
                      std::max(20.0, inner.width() - m_labels - m_values - 2 * gap),
                      std::max(20.0, inner.height() - scaleBand));
    m_axis = linearAxis(m_total, std::clamp(static_cast<int>(plot.width() / 60), 1, 6), 1, m_total);
    return plot;
}

double Waterfall::xOf(double ms) const
{
    return plotRect().left() + m_axis.fraction(ms) * plotRect().width();
}

QRectF Waterfall::rowRect(std::size_t bar) const
{
    const double height = std::min(tallestRow, plotRect().height() / static_cast<double>(m_bars.size()));
    return QRectF(plotRect().left(), plotRect().top() + static_cast<double>(bar) * height, plotRect().width(), height);
}

void Waterfall::paintPlot(QPainter& painter)
{
    paintTimes(painter);
    for (std::size_t i = 0; i < m_bars.size(); ++i)
        paintBar(painter, i);
}

void Waterfall::paintTimes(QPainter& painter)
{
    const Colors& c = colors(this);
    const double bottom = rowRect(m_bars.size() - 1).bottom();
    for (const double tick : m_axis.ticks) {
        const double x = std::round(xOf(tick));
        painter.fillRect(QRectF(x, plotRect().top(), 1, bottom - plotRect().top()), tick == 0 ? c.hairline : c.grid);
        const QString label = axisText(tick, m_axis.step, ValueFormat::Plain);
        const double width = QFontMetricsF(rowFont()).horizontalAdvance(label) + 2;
        const double left = tick == 0 ? x : x - width / 2;
        paint::text(painter, QRectF(left, bottom + 2, width + 4, scaleBand - 2), Qt::AlignLeft, label, rowFont(),
                    c.dimText);
    }
}

void Waterfall::paintBar(QPainter& painter, std::size_t index)
{
    const Colors& c = colors(this);
    const auto& bar = m_bars[index];
    const QRectF row = rowRect(index);
    const double left = xOf(bar.beginMs);
    const double width = std::max(2.0, xOf(bar.beginMs + bar.lengthMs) - left);
    const double inset = std::min(4.0, row.height() / 5);
    const QRectF shape(left, row.top() + inset, width, row.height() - 2 * inset);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(resolve(c, bar.color));
    painter.drawRoundedRect(shape, 2, 2);
    if (bar.isHatched) {
        painter.setBrush(QBrush(withAlpha(c.panel, 0.75), Qt::BDiagPattern));
        painter.drawRoundedRect(shape, 2, 2);
    }
    painter.restore();
    paint::text(painter, QRectF(row.left() - gap - m_labels, row.top(), m_labels, row.height()), Qt::AlignLeft,
                bar.label, rowFont(), c.dimText);
    paint::text(painter, QRectF(row.right() + gap, row.top(), m_values + 1, row.height()), Qt::AlignRight,
                durationText(bar.lengthMs), rowFont(), c.text);
}

QString Waterfall::tip(const Bar& bar) const
{
    return tr("%1: %2, %3 of the response time. %4")
        .arg(bar.label, durationText(bar.lengthMs), percentText(m_total > 0 ? bar.lengthMs / m_total : 0), bar.help);
}

bool Waterfall::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && !isEmpty()) {
        const auto* help = static_cast<QHelpEvent*>(event);
        for (std::size_t i = 0; i < m_bars.size(); ++i) {
            const QRectF row = rowRect(i);
            if (help->pos().y() < row.top() || help->pos().y() >= row.bottom())
                continue;
            showTip(help->globalPos(), tip(m_bars[i]), this);
            return true;
        }
    }
    return PlotView::event(event);
}

QString Waterfall::summary() const
{
    QStringList parts{title() + QStringLiteral(": ") + durationText(m_total)};
    for (const auto& bar : m_bars)
        parts << QStringLiteral("%1 %2").arg(bar.label, durationText(bar.lengthMs));
    return parts.join(QStringLiteral(", "));
}

QList<QStringList> Waterfall::table() const
{
    QList<QStringList> rows{{tr("Step"), tr("From"), tr("Took")}};
    for (const auto& bar : m_bars)
        rows << QStringList{bar.label, durationText(bar.beginMs), durationText(bar.lengthMs)};
    return rows;
}

} // namespace weir::ui
