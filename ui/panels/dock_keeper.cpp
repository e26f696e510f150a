// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/dock_keeper.h"

#include <QDockWidget>

#include <algorithm>

namespace weir::ui {

void DockKeeper::setWanted(QDockWidget* dock, bool wanted)
{
    const auto at = std::ranges::find(m_hidden, dock);
    if (wanted && at != m_hidden.end()) {
        m_hidden.erase(at);
        dock->show();
    } else if (!wanted && at == m_hidden.end() && !dock->isHidden()) {
        m_hidden.push_back(dock);
        dock->hide();
    }
}

void DockKeeper::restore()
{
    for (QDockWidget* dock : m_hidden)
        dock->show();
    m_hidden.clear();
}

} // namespace weir::ui
