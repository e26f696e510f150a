// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/form_title.h"

#include "ui/label.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace weir::ui {

FormTitle::FormTitle(const QString& title, const QString& badge, QWidget* parent)
    : QWidget(parent)
    , m_layout(new QHBoxLayout(this))
    , m_title(new Label(title, this))
{
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(title);
    m_layout->setContentsMargins(12, 5, 8, 3);
    m_layout->setSpacing(5);
    setRole(m_title, Role::Title);
    auto* when = new Label(badge, this);
    setRole(when, Role::Caption);
    m_layout->addWidget(m_title);
    m_layout->addSpacing(3);
    m_layout->addWidget(when);
    m_layout->addStretch(1);
    setMinimumHeight(32);
}

void FormTitle::addAtRight(QWidget* widget)
{
    m_layout->addWidget(widget);
}

void FormTitle::setExpanded(bool expanded)
{
    m_expanded = expanded;
    update();
}

void FormTitle::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        emit toggled();
}

void FormTitle::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return)
        emit toggled();
    else
        QWidget::keyPressEvent(event);
}

void FormTitle::enterEvent(QEnterEvent*)
{
    update();
}

void FormTitle::leaveEvent(QEvent*)
{
    update();
}

void FormTitle::paintEvent(QPaintEvent*)
{
    const Colors& c = colors(this);
    QPainter painter(this);
    if (underMouse())
        painter.fillRect(rect().adjusted(0, 1, 0, 0), withAlpha(c.hover, 0.6));
    painter.fillRect(QRect(0, 0, width(), 1), c.hairline);
    if (hasFocus()) {
        painter.setPen(c.accent);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
    // In the left margin, and only where it says something that is not plain to see.
    if (!m_expanded || underMouse())
        ui::icon(m_expanded ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), IconTint::Dim)
            .paint(&painter, QRect(1, height() / 2 - 4, 10, 10));
}

} // namespace weir::ui
