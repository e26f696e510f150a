// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/live_page.h"

#include "ui/pages/chart_grid.h"
#include "ui/pages/result_tabs.h"

namespace weir::ui {

static constexpr std::chrono::milliseconds frameSpan{200};

LivePage::LivePage(QWidget* parent)
    : QSplitter(Qt::Vertical, parent)
    , m_charts(new ChartGrid(this))
    , m_results(new ResultTabs(this))
{
    setObjectName(QStringLiteral("live"));
    setChildrenCollapsible(false);
    setHandleWidth(1);
    addWidget(m_charts);
    addWidget(m_results);
    setStretchFactor(0, 5);
    setStretchFactor(1, 2);
    setSizes({450, 250}); // two rows of charts at 1280x800; a scroll area alone would ask for less
    m_charts->setMinimumHeight(160);
    m_results->setMinimumHeight(120);
    m_pace.setSingleShot(true);
    m_pace.setInterval(frameSpan);
    connect(&m_pace, &QTimer::timeout, this, &LivePage::refresh);
}

void LivePage::showSnapshot(const metrics::SnapshotPtr& snapshot)
{
    m_newest = snapshot;
    if (!m_pace.isActive())
        refresh();
}

void LivePage::setPaused(bool paused)
{
    m_paused = paused;
    refresh();
}

void LivePage::refresh()
{
    if (m_paused || m_newest == m_shown)
        return;
    m_shown = m_newest;
    m_charts->setSnapshot(m_shown);
    m_results->setSnapshot(m_shown);
    m_pace.start();
}

} // namespace weir::ui
