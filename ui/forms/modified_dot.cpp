// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/modified_dot.h"

#include "ui/theme.h"

#include <QPainter>

namespace weir::ui {

ModifiedDot::ModifiedDot(QWidget* parent) : QAbstractButton(parent)
{
    setFixedSize(16, 20);
    setModified(false);
}

void ModifiedDot::setModified(bool modified)
{
    m_modified = modified;
    setEnabled(modified);
    setFocusPolicy(modified ? Qt::TabFocus : Qt::NoFocus);
    if (modified)
        setCursor(Qt::PointingHandCursor);
    else
        unsetCursor();
    update();
}

void ModifiedDot::enterEvent(QEnterEvent* event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void ModifiedDot::leaveEvent(QEvent* event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void ModifiedDot::paintEvent(QPaintEvent*)
{
    if (!m_modified)
        return;
    const QRectF area(rect());
    QPainter painter(this);
    if (underMouse() || hasFocus()) {
        ui::icon(QStringLiteral("reset"), IconTint::Accent).paint(&painter, QRect(2, 3, 13, 13));
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors(this).accent);
    painter.drawEllipse(area.center(), 3.5, 3.5);
}

} // namespace weir::ui
