// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/live_page.h"

#include "ui/models/result_notes.h"
#include "ui/pages/chart_grid.h"
#include "ui/pages/result_tabs.h"
#include "ui/theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace weir::ui {

static constexpr std::chrono::milliseconds frameSpan{200};

LivePage::LivePage(QWidget* parent)
    : QSplitter(Qt::Vertical, parent)
    , m_charts(new ChartGrid(this))
    , m_notes(new QLabel(this))
    , m_results(new ResultTabs(this))
{
    setObjectName(QStringLiteral("live"));
    setChildrenCollapsible(false);
    setHandleWidth(1);
    addWidget(m_charts);
    m_notes->setObjectName(QStringLiteral("live.gap"));
    m_notes->setWordWrap(true);
    m_notes->setContentsMargins(12, 4, 12, 4);
    m_notes->hide();
    setRole(m_notes, Role::Dim);
    auto* lower = new QWidget(this);
    setRole(lower, Role::Panel);
    auto* column = new QVBoxLayout(lower);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notes);
    column->addWidget(m_results, 1);
    addWidget(lower);
    setStretchFactor(0, 5);
    setStretchFactor(1, 2);
    setSizes({450, 250}); // two rows of charts at 1280x800; a scroll area alone would ask for less
    m_charts->setMinimumHeight(160);
    m_results->setMinimumHeight(120);
    m_pace.setSingleShot(true);
    m_pace.setInterval(frameSpan);
    connect(m_results, &ResultTabs::stretchChosen, this, [this](const auto& stretch) {
        m_stretch = stretch;
        showNotes();
    });
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
    showNotes();
    m_pace.start();
}

void LivePage::showNotes()
{
    QStringList notes;
    if (m_shown)
        notes = {unanswered(*m_shown, m_stretch), responseGap(*m_shown, m_stretch), saturation(*m_shown, m_stretch),
                 lackingSamples(*m_shown, m_stretch)};
    notes.removeAll(QString());
    m_notes->setText(notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!notes.isEmpty());
}

} // namespace weir::ui
