// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <vector>

class QDockWidget;

namespace weir::ui {

// Hides docks while a page needs their room, and brings back those that were shown before: what the reader has hidden
// stays hidden. Window's thread.
class DockKeeper : public QObject {
public:
    using QObject::QObject;

    // Called again for the same dock with whatever the page that is now shown wants.
    void setWanted(QDockWidget* dock, bool wanted);
    void restore(); // all that is hidden for a page: before the layout is stored or reset

private:
    std::vector<QDockWidget*> m_hidden; // by us
};

} // namespace weir::ui
