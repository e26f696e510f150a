// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/figure_label.h"

#include "ui/label.h"
#include "ui/theme.h"

#include <QPainter>
#include <QVBoxLayout>

namespace weir::ui {

FigureLabel::FigureLabel(const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_value(new Label(this))
    , m_caption(new Label(this))
{
    setObjectName(QStringLiteral("figure.") + name);
    setRole(m_value, Role::Figure);
    setRole(m_caption, Role::Caption);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 0, 12, 0);
    column->setSpacing(0);
    column->addWidget(m_value);
    column->addWidget(m_caption);
}

void FigureLabel::setFigure(const Figure& figure)
{
    if (m_value->text() == figure.value && m_caption->text() == figure.caption)
        return;
    m_value->setText(figure.value);
    m_caption->setText(figure.caption);
    setAccessibleName(QStringLiteral("%1 %2").arg(figure.value, figure.caption));
    // The toolbar must not dance with the digits: a figure only ever grows.
    setMinimumWidth(std::max(minimumWidth(), sizeHint().width()));
}

void FigureLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, 2, 1, height() - 4), colors(this).hairline);
}

} // namespace weir::ui
