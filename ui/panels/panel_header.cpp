// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/panel_header.h"

#include "ui/label.h"
#include "ui/theme.h"

#include <QHBoxLayout>

namespace weir::ui {

PanelHeader::PanelHeader(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
    , m_remark(new Label(this))
{
    setRole(this, Role::Header);
    setFixedHeight(36);
    auto* words = new Label(title, this);
    setRole(words, Role::Title);
    setRole(m_remark, Role::Dim);
    m_row->setContentsMargins(12, 0, 12, 0);
    m_row->addWidget(words);
    m_row->addStretch(1);
    m_row->addWidget(m_remark);
}

void PanelHeader::addAtRight(QWidget* widget)
{
    m_row->addWidget(widget);
}

void PanelHeader::setRemark(const QString& remark)
{
    m_remark->setText(remark);
}

} // namespace weir::ui
