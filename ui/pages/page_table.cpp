// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/page_table.h"

#include "ui/pages/experiments_page.h"
#include "ui/pages/history_page.h"
#include "ui/pages/live_page.h"

#include <QCoreApplication>

#include <array>

namespace weir::ui {

template <typename SomePage>
static Page* makePage(const PageContext& context, QWidget* parent)
{
    return new SomePage(context, parent);
}

std::span<const PageEntry> pageTable()
{
    static constexpr std::array entries{
        PageEntry{"live", QT_TRANSLATE_NOOP("PageTable", "Live"), PageDocks::Both, makePage<LivePage>},
        PageEntry{"experiments", QT_TRANSLATE_NOOP("PageTable", "Experiments"), PageDocks::Both,
                  makePage<ExperimentsPage>},
        PageEntry{"history", QT_TRANSLATE_NOOP("PageTable", "History"), PageDocks::None, makePage<HistoryPage>},
    };
    return entries;
}

} // namespace weir::ui
