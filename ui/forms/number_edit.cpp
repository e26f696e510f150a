// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/number_edit.h"

#include "ui/forms/knob_text.h"
#include "ui/forms/slider_scale.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace weir::ui {

static constexpr int arrowWidth = 15;

NumberEdit::NumberEdit(const settings::KnobPath& path, QWidget* parent)
    : QLineEdit(parent)
    , m_path(path)
    , m_unit(unitText(*path.knob))
{
    setMouseTracking(true);
    connect(this, &QLineEdit::editingFinished, this, &NumberEdit::commit);
}

static bool isNumberZero(const settings::KnobValue& value)
{
    const auto* integer = std::get_if<std::int64_t>(&value);
    return integer != nullptr ? *integer == 0 : std::get<double>(value) == 0;
}

QString NumberEdit::textOf(const settings::KnobValue& value) const
{
    const auto& knob = *m_path.knob;
    return !knob.zeroMeans.empty() && isNumberZero(value) ? fromUtf8(knob.zeroMeans) : numberText(knob, value);
}

void NumberEdit::showValue(const settings::KnobValue& value)
{
    m_value = value;
    m_shown = textOf(value);
    // A word has no unit behind it.
    const int unitWidth = m_unit.isEmpty() ? 0 : QFontMetrics(uiFont(11)).horizontalAdvance(m_unit) + 6;
    const bool word = !m_path.knob->zeroMeans.empty() && isNumberZero(value);
    setTextMargins(0, 0, word ? 0 : std::max(unitWidth, arrowWidth - 4), 0);
    setText(m_shown);
    setCursorPosition(0);
    update();
}

double NumberEdit::number() const
{
    const auto* integer = std::get_if<std::int64_t>(&m_value);
    return integer != nullptr ? static_cast<double>(*integer) : std::get<double>(m_value);
}

// Enter and leaving the field come here, often both: only a changed text counts.
void NumberEdit::commit()
{
    if (text() == m_shown)
        return;
    const auto parsed = parseNumber(m_path, text());
    if (!parsed)
        emit refused(parsed.error());
    else
        emit edited(*parsed);
}

void NumberEdit::stepBy(int steps)
{
    const auto& knob = *m_path.knob;
    const auto typed = parseNumber(m_path, text());
    if (typed)
        m_value = *typed;
    double value = number();
    double step = stepOf(knob, value);
    if (isByteSize(knob)) { // sizes double and halve
        value = steps > 0 ? (value > 0 ? value * 2 : 1024) : std::floor(value / 2);
    } else {
        // Downwards from 100 by 1, not by 10: the step belongs to the side that is entered.
        if (steps < 0)
            step = stepOf(knob, value - step / 2);
        value = std::round((value + steps * step) / step) * step;
    }
    value = std::clamp(value, knob.min, knob.max);
    const auto next = knob.kind == settings::Kind::Integer
        ? settings::KnobValue{static_cast<std::int64_t>(std::llround(value))}
        : settings::KnobValue{std::round(value * 1e6) / 1e6};
    if (textOf(next) == text())
        return;
    showValue(next);
    selectAll();
    emit edited(next);
}

void NumberEdit::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Up: stepBy(1); return;
    case Qt::Key_Down: stepBy(-1); return;
    case Qt::Key_PageUp: stepBy(10); return;
    case Qt::Key_PageDown: stepBy(-10); return;
    case Qt::Key_Escape:
        if (text() == m_shown)
            break;
        setText(m_shown);
        emit abandoned();
        return;
    default: break;
    }
    QLineEdit::keyPressEvent(event);
}

void NumberEdit::wheelEvent(QWheelEvent* event)
{
    // Without the focus the wheel scrolls the form.
    if (!hasFocus() || event->angleDelta().y() == 0) {
        event->ignore();
        return;
    }
    stepBy(event->angleDelta().y() > 0 ? 1 : -1);
    event->accept();
}

QRect NumberEdit::arrowRect(bool up) const
{
    const int half = height() / 2;
    return QRect(width() - arrowWidth - 1, up ? 1 : half, arrowWidth, half - 1);
}

void NumberEdit::mousePressEvent(QMouseEvent* event)
{
    const QPoint at = event->position().toPoint();
    if (isEnabled() && event->button() == Qt::LeftButton
        && (arrowRect(true).contains(at) || arrowRect(false).contains(at)))
        stepBy(arrowRect(true).contains(at) ? 1 : -1);
    else
        QLineEdit::mousePressEvent(event);
}

void NumberEdit::mouseMoveEvent(QMouseEvent* event)
{
    const bool overArrows = event->position().x() > width() - arrowWidth - 1;
    setCursor(overArrows ? Qt::ArrowCursor : Qt::IBeamCursor);
    QLineEdit::mouseMoveEvent(event);
}

void NumberEdit::enterEvent(QEnterEvent* event)
{
    QLineEdit::enterEvent(event);
    update();
}

void NumberEdit::leaveEvent(QEvent* event)
{
    QLineEdit::leaveEvent(event);
    update();
}

void NumberEdit::focusInEvent(QFocusEvent* event)
{
    QLineEdit::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        selectAll();
}

static void drawArrow(QPainter& painter, const QRect& rect, bool up, const QColor& color)
{
    const QPointF middle = QRectF(rect).center() + QPointF(0, up ? 1.5 : -0.5);
    const double tip = up ? -1.5 : 1.5;
    painter.setPen(QPen(color, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(QPolygonF{middle + QPointF(-3, -tip), middle + QPointF(0, tip), middle + QPointF(3, -tip)});
}

void NumberEdit::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    const Colors& c = colors(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() && isEnabled()) {
        drawArrow(painter, arrowRect(true), true, c.dimText);
        drawArrow(painter, arrowRect(false), false, c.dimText);
        return;
    }
    const bool word = !m_path.knob->zeroMeans.empty() && text().compare(fromUtf8(m_path.knob->zeroMeans)) == 0;
    if (m_unit.isEmpty() || word) // "unlimited s" reads wrong
        return;
    painter.setFont(uiFont(11));
    painter.setPen(c.dimText);
    painter.drawText(rect().adjusted(0, 0, -8, 0), Qt::AlignRight | Qt::AlignVCenter, m_unit);
}

} // namespace weir::ui
