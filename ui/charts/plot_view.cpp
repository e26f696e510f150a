// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_view.h"

#include "ui/charts/plot_paint.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

namespace weir::ui {

static constexpr int margin = 10;
static constexpr int titleHeight = 24;
static constexpr int legendHeight = 18;

PlotView::PlotView(QWidget* parent)
    : QWidget(parent)
    , m_emptyText(tr("Press Run: this fills within a second."))
{
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
}

void PlotView::setTitle(const QString& title, const QString& unit)
{
    m_title = title;
    m_unit = unit;
    setAccessibleName(unit.isEmpty() ? title : QStringLiteral("%1 (%2)").arg(title, unit));
    contentChanged();
}

void PlotView::setHelp(const QString& help)
{
    setWhatsThis(help);
}

void PlotView::setEmptyText(const QString& text)
{
    m_emptyText = text;
    contentChanged();
}

void PlotView::setHeadline(const QString& text)
{
    m_headline = text;
}

void PlotView::contentChanged()
{
    m_picture = {};
    m_plot = layoutPlot(QRectF(margin, margin + titleHeight, width() - 2 * margin,
                               legendRect().top() - margin - titleHeight - 2));
    const QString text = isEmpty() ? m_emptyText : summary();
    if (text != accessibleDescription())
        setAccessibleDescription(text);
    update();
}

void PlotView::paintOverlay(QPainter&)
{
}

QRectF PlotView::titleRect() const
{
    return QRectF(margin, margin - 4, width() - 2 * margin, titleHeight);
}

QRectF PlotView::legendRect() const
{
    return QRectF(margin, height() - margin - legendHeight + 4, width() - 2 * margin, legendHeight);
}

bool PlotView::event(QEvent* event)
{
    switch (event->type()) {
    case QEvent::ToolTip: {
        // Only on the title: over the curves the read-out speaks.
        auto* help = static_cast<QHelpEvent*>(event);
        if (titleRect().contains(help->pos()) && !whatsThis().isEmpty())
            QToolTip::showText(help->globalPos(), QStringLiteral("<qt>%1</qt>").arg(whatsThis().toHtmlEscaped()), this);
        else
            QToolTip::hideText();
        return true;
    }
    case QEvent::PaletteChange:
    case QEvent::FontChange:
    case QEvent::StyleChange:
    case QEvent::DevicePixelRatioChange:
        m_picture = {};
        update();
        break;
    default: break;
    }
    return QWidget::event(event);
}

void PlotView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    contentChanged();
}

void PlotView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        emit maximiseRequested();
}

void PlotView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_F11)
        emit maximiseRequested();
    else
        QWidget::keyPressEvent(event);
}

void PlotView::paintEvent(QPaintEvent*)
{
    const qreal ratio = devicePixelRatioF();
    if (m_picture.isNull() || m_picture.size() != size() * ratio) {
        m_picture = QPixmap(size() * ratio);
        m_picture.setDevicePixelRatio(ratio);
        m_picture.fill(Qt::transparent);
        QPainter painter(&m_picture);
        painter.setFont(font());
        drawPicture(painter);
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_picture);
    if (hasFocus())
        paint::card(painter, rect(), QColor(Qt::transparent), colors(this).accent);
    if (!isEmpty())
        paintOverlay(painter);
}

void PlotView::drawPicture(QPainter& painter)
{
    const Colors& c = colors(this);
    paint::card(painter, rect(), c.panel, c.hairline);
    drawTitle(painter);
    if (isEmpty()) {
        drawEmpty(painter);
        return;
    }
    paintPlot(painter);
    drawLegend(painter);
}

void PlotView::drawTitle(QPainter& painter)
{
    const Colors& c = colors(this);
    const QRectF line = titleRect();
    const QFont strong = uiFont(13, QFont::DemiBold);
    const qreal headline = isEmpty() ? 0 : paint::text(painter, line, Qt::AlignRight, m_headline, strong, c.text);
    QRectF left = line.adjusted(0, 0, -(headline > 0 ? headline + 8 : 0), 0);
    left.setLeft(left.left() + paint::text(painter, left, Qt::AlignLeft, m_title, strong, c.text) + 8);
    paint::text(painter, left, Qt::AlignLeft, m_unit, uiFont(11), c.dimText);
}

void PlotView::drawLegend(QPainter& painter)
{
    const Colors& c = colors(this);
    const auto entries = legend();
    const QRectF line = legendRect();
    const QFont small = uiFont(11);
    qreal x = line.left();
    for (const auto& entry : entries) {
        paint::swatch(painter, QPointF(x, line.center().y()), entry.color, entry.line, entry.filled);
        x += paint::swatchWidth + 5;
        x += paint::text(painter, QRectF(x, line.top(), line.right() - x, line.height()), Qt::AlignLeft, entry.label,
                         small, c.dimText);
        x += 11;
        if (x >= line.right() - paint::swatchWidth)
            break;
    }
}

void PlotView::drawEmpty(QPainter& painter)
{
    const QRectF inner = QRectF(rect()).adjusted(24, margin + titleHeight, -24, -margin);
    painter.setFont(uiFont(12));
    painter.setPen(colors(this).dimText);
    painter.drawText(inner, Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

} // namespace weir::ui
