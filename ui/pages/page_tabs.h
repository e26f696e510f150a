// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"
#include "ui/pages/page_table.h"

#include <QTabWidget>

#include <vector>

class QHBoxLayout;
class QMenu;

namespace weir::ui {

// The window's pages as tabs, each made when it is first looked at, so that no page costs the start of the program
// anything. Window's thread.
class PageTabs : public QTabWidget {
    Q_OBJECT

public:
    PageTabs(PageContext context, QWidget* parent);

    void addTo(QMenu* menu); // an entry for each page, with Ctrl+1 and on
    void open(std::string_view name);
    Page* page(std::string_view name); // makes it where need be; null: there is none of that name
    PageDocks docks() const;           // of the page that is shown

    void showSnapshot(const metrics::SnapshotPtr& snapshot); // to every page that has been made

signals:
    void pageChanged();

private:
    int indexOf(std::string_view name) const; // -1: none
    Page* made(int index);
    void addCorner(Page* page);
    void onCurrent();

    PageContext m_context;
    std::vector<Page*> m_pages; // by tab; null before it is made
    QHBoxLayout* m_corners;
    metrics::SnapshotPtr m_snapshot;
};

} // namespace weir::ui
