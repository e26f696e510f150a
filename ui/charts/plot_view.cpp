// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_view.h"

#include "ui/charts/plot_paint.h"
#include "ui/charts/plot_table.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QContextMenuEvent>
#include <QFontMetricsF>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

namespace weir::ui {

static constexpr int margin = 10;
static constexpr int titleHeight = 24;
static constexpr int legendHeight = 17;

static QString generalEmptyText()
{
    return PlotView::tr("Press Run: this fills within a second.");
}

PlotView::PlotView(QWidget* parent) : QWidget(parent), m_emptyText(generalEmptyText())
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
    m_help = help;
    setWhatsThis(asMarkup(help));
}

void PlotView::setEmptyText(const QString& text)
{
    m_emptyText = text.isEmpty() ? generalEmptyText() : text;
    contentChanged();
}

void PlotView::setHeadline(const QString& text)
{
    m_headline = text;
}

void PlotView::contentChanged()
{
    m_picture = {};
    const auto places = isEmpty() ? std::vector<QPointF>{} : legendPlaces(legend());
    m_legendRows = places.empty() ? 1 : 1 + static_cast<int>(places.back().y() / legendHeight);
    m_plot = layoutPlot(
        QRectF(margin, margin + titleHeight, width() - 2 * margin, legendRect().top() - margin - titleHeight - 2));
    const QString text = isEmpty() ? m_emptyText : summary();
    if (text != accessibleDescription())
        setAccessibleDescription(text);
    update();
}

void PlotView::paintOverlay(QPainter&) {}

QRectF PlotView::titleRect() const
{
    return QRectF(margin, margin - 4, width() - 2 * margin, titleHeight);
}

QRectF PlotView::legendRect() const
{
    const double rowsHeight = m_legendRows * legendHeight;
    return QRectF(margin, height() - margin - rowsHeight + 4, width() - 2 * margin, rowsHeight);
}

// The swatch and the space behind it.
static double signWidth(const PlotView::LegendEntry& entry)
{
    return entry.filled ? 14 : paint::swatchWidth + 5;
}

bool PlotView::event(QEvent* event)
{
    switch (event->type()) {
    case QEvent::ToolTip: {
        // Only on the title: over the curves the read-out speaks.
        auto* help = static_cast<QHelpEvent*>(event);
        showTip(help->globalPos(), titleRect().contains(help->pos()) ? m_help : QString(), this);
        return true;
    }
    case QEvent::PaletteChange:
    case QEvent::FontChange:
    case QEvent::StyleChange:
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

void PlotView::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("View as table"), this, [this] { showPlotTable(this); })->setEnabled(!isEmpty());
    menu->popup(event->globalPos());
}

void PlotView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_T && event->modifiers() == Qt::ControlModifier && !isEmpty())
        return showPlotTable(this);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_F11)
        emit maximiseRequested();
    else
        QWidget::keyPressEvent(event);
}

void PlotView::paintEvent(QPaintEvent*)
{
    const qreal ratio = devicePixelRatioF();
    const bool dark = colors(this).dark;
    if (m_picture.isNull() || m_picture.size() != size() * ratio || m_pictureDark != dark) {
        m_pictureDark = dark;
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

// A widget's colours follow its palette, its layout its size: both are what the paper needs for so long.
void PlotView::print(QPainter& painter, const QRectF& target)
{
    const QPalette shownPalette = palette();
    const QSize shownSize = size();
    QPalette light = shownPalette;
    light.setColor(QPalette::Window, lightColors().window);
    setPalette(light);
    resize(target.size().toSize());
    contentChanged();
    painter.save();
    painter.translate(target.topLeft());
    drawPicture(painter);
    painter.restore();
    resize(shownSize);
    setPalette(shownPalette);
    contentChanged();
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

// Entries flow into a second row where a narrow card has no room for them in one.
std::vector<QPointF> PlotView::legendPlaces(const std::vector<LegendEntry>& entries) const
{
    const QFontMetricsF metrics(uiFont(11));
    std::vector<QPointF> places;
    QPointF at(0, 0);
    for (const auto& entry : entries) {
        const double entryWidth = signWidth(entry) + metrics.horizontalAdvance(entry.label);
        if (at.x() > 0 && at.x() + entryWidth > width() - 2 * margin) {
            at = QPointF(0, at.y() + legendHeight);
        }
        places.push_back(at);
        at.rx() += entryWidth + 11;
    }
    return places;
}

void PlotView::drawLegend(QPainter& painter)
{
    const Colors& c = colors(this);
    const auto entries = legend();
    const auto places = legendPlaces(entries);
    const QRectF area = legendRect();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto& entry = entries[i];
        QRectF row(area.left() + places[i].x(), area.top() + places[i].y(), 0, legendHeight);
        paint::swatch(painter, QPointF(row.left() - (entry.filled ? 3 : 0), row.center().y()), entry.color, entry.line,
                      entry.filled);
        row.setLeft(row.left() + signWidth(entry));
        row.setRight(area.right());
        paint::text(painter, row, Qt::AlignLeft, entry.label, uiFont(11), c.dimText);
    }
}

void PlotView::drawEmpty(QPainter& painter)
{
    const QRectF inner = QRectF(rect()).adjusted(24, margin + titleHeight, -24, -margin);
    painter.setFont(uiFont(12));
    painter.setPen(colors(this).dimText);
    painter.drawText(inner, Qt::AlignCenter | Qt::TextWordWrap, shownLines(m_emptyText));
}

} // namespace weir::ui
