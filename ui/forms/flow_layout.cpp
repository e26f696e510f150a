// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/flow_layout.h"

#include <QWidget>

#include <algorithm>

namespace weir::ui {

FlowLayout::FlowLayout(QWidget* parent, int gap) : QLayout(parent), m_gap(gap)
{
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

QSize FlowLayout::sizeHint() const
{
    int width = 0;
    int height = 0;
    for (const auto* item : m_items) {
        if (item->isEmpty())
            continue;
        width += item->sizeHint().width() + m_gap;
        height = std::max(height, item->sizeHint().height());
    }
    return {width, height};
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const auto* item : m_items)
        if (!item->isEmpty())
            size = size.expandedTo(item->minimumSize());
    return size;
}

void FlowLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int FlowLayout::arrange(const QRect& rect, bool place) const
{
    int y = rect.top();
    qsizetype first = 0;
    while (first < m_items.size()) {
        int x = 0;
        int height = 0;
        qsizetype end = first;
        for (; end < m_items.size(); ++end) {
            const auto* item = m_items[end];
            if (item->isEmpty())
                continue;
            if (x > 0 && x + item->sizeHint().width() > rect.width())
                break;
            x += item->sizeHint().width() + m_gap;
            height = std::max(height, item->sizeHint().height());
        }
        int left = rect.left();
        for (qsizetype i = first; place && i < end; ++i) {
            auto* item = m_items[i];
            if (item->isEmpty())
                continue;
            const QSize size(std::min(item->sizeHint().width(), rect.width()), item->sizeHint().height());
            item->setGeometry(QRect(QPoint(left, y + (height - size.height()) / 2), size));
            left += size.width() + m_gap;
        }
        y += height + (end < m_items.size() && height > 0 ? m_gap : 0);
        first = end;
    }
    return y - rect.top();
}

} // namespace weir::ui
