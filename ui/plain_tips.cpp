// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plain_tips.h"

#include "ui/plain_text.h"

#include <QAbstractItemView>
#include <QCoreApplication>
#include <QHeaderView>
#include <QHelpEvent>
#include <QMenu>

namespace weir::ui {

static constexpr const char* markupProperty = "weirMarkupTip";

PlainTips::PlainTips(QObject* parent) : QObject(parent)
{
    QCoreApplication::instance()->installEventFilter(this);
}

void setMarkupTip(QWidget* widget, const QString& html)
{
    widget->setProperty(markupProperty, true);
    widget->setToolTip(html);
}

struct PlainTip {
    QString text;
    QRect place; // of the widget, while the pointer is within it
};

static PlainTip headingTip(const QHeaderView& header, const QPoint& pos)
{
    const int section = header.logicalIndexAt(pos);
    if (section < 0 || header.model() == nullptr)
        return {};
    const bool across = header.orientation() == Qt::Horizontal;
    const int begin = header.sectionViewportPosition(section);
    const int size = header.sectionSize(section);
    return {header.model()->headerData(section, header.orientation(), Qt::ToolTipRole).toString(),
            across ? QRect(begin, 0, size, header.height()) : QRect(0, begin, header.width(), size)};
}

static PlainTip cellTip(const QAbstractItemView& view, const QPoint& pos)
{
    const auto index = view.indexAt(pos);
    return index.isValid() ? PlainTip{index.data(Qt::ToolTipRole).toString(), view.visualRect(index)} : PlainTip{};
}

static PlainTip entryTip(const QMenu& menu, const QPoint& pos)
{
    auto* action = menu.toolTipsVisible() ? menu.actionAt(pos) : nullptr;
    return action ? PlainTip{action->toolTip(), menu.actionGeometry(action)} : PlainTip{};
}

// Of whatever lies beneath the pointer; empty where the widget's own handling is to go on.
static PlainTip tipAt(const QWidget& widget, const QPoint& pos)
{
    const auto* view = qobject_cast<const QAbstractItemView*>(widget.parentWidget());
    if (view && view->viewport() == &widget) { // a header is a view, too
        const auto* header = qobject_cast<const QHeaderView*>(view);
        return header ? headingTip(*header, pos) : cellTip(*view, pos);
    }
    if (const auto* menu = qobject_cast<const QMenu*>(&widget))
        return entryTip(*menu, pos);
    return widget.property(markupProperty).toBool() ? PlainTip{} : PlainTip{widget.toolTip(), {}};
}

bool PlainTips::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::ToolTip || !watched->isWidgetType())
        return false;
    auto* widget = static_cast<QWidget*>(watched);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto tip = tipAt(*widget, help->pos());
    if (tip.text.isEmpty())
        return false;
    showTip(help->globalPos(), tip.text, widget, tip.place);
    return true;
}

} // namespace weir::ui
