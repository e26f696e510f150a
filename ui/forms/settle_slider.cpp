// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/settle_slider.h"

#include "ui/colors.h"

#include <QMouseEvent>
#include <QPainter>
#include <QSignalBlocker>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace weir::ui {

static constexpr double radius = 7;
static constexpr std::chrono::milliseconds rest{150};

SettleSlider::SettleSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent)
{
    setFocusPolicy(Qt::TabFocus);
    m_rest.setSingleShot(true);
    m_rest.setInterval(rest);
    connect(this, &QSlider::valueChanged, this, [this](int position) {
        emit moved(position);
        m_rest.start();
    });
    connect(&m_rest, &QTimer::timeout, this, [this] {
        if (isSliderDown() || value() == m_told)
            return;
        m_told = value();
        emit settled(m_told);
    });
}

void SettleSlider::showPosition(int position)
{
    if (isSliderDown() || m_rest.isActive())
        return;
    const QSignalBlocker quiet(this);
    setValue(position);
    m_told = position;
    update();
}

double SettleSlider::handleX() const
{
    const double span = std::max(1, maximum() - minimum());
    return radius + 1 + (value() - minimum()) / span * (width() - 2 * radius - 2);
}

void SettleSlider::followPointer(double x)
{
    const double share = (x - radius - 1) / std::max(1.0, width() - 2 * radius - 2);
    setValue(minimum() + static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * (maximum() - minimum()))));
}

// A click goes there at once, rather than a page towards it.
void SettleSlider::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    setSliderDown(true);
    setFocus(Qt::MouseFocusReason);
    followPointer(event->position().x());
}

void SettleSlider::mouseMoveEvent(QMouseEvent* event)
{
    if (isSliderDown())
        followPointer(event->position().x());
}

void SettleSlider::mouseReleaseEvent(QMouseEvent*)
{
    setSliderDown(false);
    m_rest.start();
    update();
}

void SettleSlider::wheelEvent(QWheelEvent* event)
{
    if (hasFocus())
        QSlider::wheelEvent(event);
    else
        event->ignore();
}

void SettleSlider::paintEvent(QPaintEvent*)
{
    const Colors& c = colors(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double y = height() / 2.0;
    const double x = handleX();
    painter.setBrush(c.track);
    painter.drawRoundedRect(QRectF(1, y - 1.5, width() - 2, 3), 1.5, 1.5);
    painter.setBrush(isEnabled() ? c.accent : c.faintText);
    painter.drawRoundedRect(QRectF(1, y - 1.5, x, 3), 1.5, 1.5);
    painter.setPen(QPen(isEnabled() ? c.accent : c.faintText, hasFocus() || isSliderDown() ? 3 : 2));
    painter.setBrush(c.panel);
    painter.drawEllipse(QPointF(x, y), radius - 1, radius - 1);
}

} // namespace weir::ui
