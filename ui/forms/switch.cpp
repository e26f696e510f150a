// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/switch.h"

#include "ui/colors.h"

#include <QPainter>

namespace weir::ui {

static constexpr double trackWidth = 28;
static constexpr double trackHeight = 16;

Switch::Switch(QWidget* parent) : QAbstractButton(parent)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setFixedSize(32, 20);
}

void Switch::paintEvent(QPaintEvent*)
{
    const Colors& c = colors(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF track((width() - trackWidth) / 2, (height() - trackHeight) / 2, trackWidth, trackHeight);
    if (hasFocus()) {
        painter.setPen(QPen(withAlpha(c.accent, 0.6), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(track.adjusted(-1.5, -1.5, 1.5, 1.5), 9.5, 9.5);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(isChecked() && isEnabled() ? c.accent : c.track);
    painter.drawRoundedRect(track, trackHeight / 2, trackHeight / 2);
    const double left = isChecked() ? track.right() - trackHeight : track.left();
    painter.setBrush(QColor(Qt::white));
    painter.drawEllipse(QRectF(left, track.top(), trackHeight, trackHeight).adjusted(2, 2, -2, -2));
}

} // namespace weir::ui
