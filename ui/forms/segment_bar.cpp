// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/segment_bar.h"

#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPushButton>

namespace weir::ui {

SegmentBar::SegmentBar(const QStringList& titles, QWidget* parent) : QWidget(parent), m_group(new QButtonGroup(this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    for (qsizetype i = 0; i < titles.size(); ++i) {
        auto* button = new QPushButton(caption(titles[i]), this);
        button->setCheckable(true);
        button->setProperty("place", i == 0 ? "first" : i + 1 == titles.size() ? "last" : "middle");
        setRole(button, Role::Segment);
        m_group->addButton(button, static_cast<int>(i));
        row->addWidget(button);
    }
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCurrent(0);
    connect(m_group, &QButtonGroup::idClicked, this, &SegmentBar::chosen);
}

int SegmentBar::current() const
{
    return m_group->checkedId();
}

void SegmentBar::setCurrent(int index)
{
    if (auto* button = m_group->button(index))
        button->setChecked(true);
}

} // namespace weir::ui
