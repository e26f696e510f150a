// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/page_tabs.h"

#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QMenu>

namespace weir::ui {

static QString titleOf(const PageEntry& entry)
{
    return QCoreApplication::translate("PageTable", entry.title);
}

PageTabs::PageTabs(PageContext context, QWidget* parent)
    : QTabWidget(parent)
    , m_context(std::move(context))
    , m_pages(pageTable().size())
{
    setObjectName(QStringLiteral("views"));
    setRole(this, Role::Panel);
    m_context.open = [this](std::string_view name) { open(name); };
    auto* corner = new QWidget(this);
    m_corners = new QHBoxLayout(corner);
    m_corners->setContentsMargins(0, 0, 0, 0);
    setCornerWidget(corner);
    for (const auto& entry : pageTable()) {
        auto* place = new QWidget(this);
        auto* layout = new QVBoxLayout(place);
        layout->setContentsMargins(0, 0, 0, 0);
        addTab(place, caption(titleOf(entry)));
    }
    connect(this, &QTabWidget::currentChanged, this, &PageTabs::onCurrent);
    onCurrent();
}

void PageTabs::addTo(QMenu* menu)
{
    for (int i = 0; i < count(); ++i) {
        const auto& entry = pageTable()[static_cast<std::size_t>(i)];
        QAction* action = menu->addAction(caption(titleOf(entry)), this, [this, i] { setCurrentIndex(i); });
        action->setObjectName(QStringLiteral("action.page.") + QLatin1String(entry.name));
        if (i < 9)
            action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)));
    }
}

int PageTabs::indexOf(std::string_view name) const
{
    const auto entries = pageTable();
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (entries[i].name == name)
            return static_cast<int>(i);
    return -1;
}

void PageTabs::open(std::string_view name)
{
    if (const int index = indexOf(name); index >= 0)
        setCurrentIndex(index);
}

Page* PageTabs::page(std::string_view name)
{
    const int index = indexOf(name);
    return index < 0 ? nullptr : made(index);
}

PageDocks PageTabs::docks() const
{
    return pageTable()[static_cast<std::size_t>(currentIndex())].docks;
}

void PageTabs::showSnapshot(const metrics::SnapshotPtr& snapshot)
{
    m_snapshot = snapshot;
    for (Page* page : m_pages)
        if (page)
            page->showSnapshot(snapshot);
}

Page* PageTabs::made(int index)
{
    Page*& page = m_pages[static_cast<std::size_t>(index)];
    if (page)
        return page;
    const auto& entry = pageTable()[static_cast<std::size_t>(index)];
    page = entry.make(m_context, widget(index));
    page->setObjectName(QLatin1String(entry.name));
    widget(index)->layout()->addWidget(page);
    page->show(); // at once: a layout shows what is added later only with the next events
    addCorner(page);
    if (m_snapshot)
        page->showSnapshot(m_snapshot);
    return page;
}

void PageTabs::addCorner(Page* page)
{
    QWidget* corner = page->corner();
    if (!corner)
        return;
    m_corners->addWidget(corner);
    const auto show = [this, page, corner] { corner->setVisible(widget(currentIndex()) == page->parentWidget()); };
    connect(this, &QTabWidget::currentChanged, corner, show);
    show();
}

void PageTabs::onCurrent()
{
    // A page that is not shown asks for no room: the widest would hold the window apart on all of them.
    for (int i = 0; i < count(); ++i) {
        const auto policy = i == currentIndex() ? QSizePolicy::Preferred : QSizePolicy::Ignored;
        widget(i)->setSizePolicy(policy, policy);
    }
    // Known at once, since docks may be shown beside it now.
    for (QWidget* around = widget(currentIndex())->parentWidget(); around; around = around->parentWidget())
        if (around->layout())
            around->layout()->invalidate();
    made(currentIndex());
    emit pageChanged();
}

} // namespace weir::ui
