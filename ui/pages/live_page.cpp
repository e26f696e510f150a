// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/live_page.h"

#include "core/session/calibration_controller.h"
#include "core/session/run_controller.h"
#include "ui/charts/noise_bands.h"
#include "ui/label.h"
#include "ui/models/experiment_desk.h"
#include "ui/models/result_notes.h"
#include "ui/pages/chart_grid.h"
#include "ui/pages/result_tabs.h"
#include "ui/theme.h"

#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace weir::ui {

static constexpr std::chrono::milliseconds frameSpan{200};

LivePage::LivePage(const PageContext& context, QWidget* parent)
    : Page(parent)
    , m_context(context)
    , m_charts(new ChartGrid(this))
    , m_notes(new Label(this))
    , m_results(new ResultTabs(this))
{
    buildSplitter();
    m_pace.setSingleShot(true);
    m_pace.setInterval(frameSpan);
    connect(m_results, &ResultTabs::stretchChosen, this, [this](const auto& stretch) {
        m_stretch = stretch;
        showNotes();
    });
    connect(m_results, &ResultTabs::settleRequested, this, &LivePage::settle);
    connect(&m_pace, &QTimer::timeout, this, &LivePage::refresh);
    if (!m_context.calibration)
        return;
    connect(m_context.calibration, &session::CalibrationController::knownChanged, this, [this] {
        m_noiseEpochs = 0;
        showNoise();
    });
    connect(m_context.runs, &session::RunController::stateChanged, this, [this] {
        if (m_context.runs->state() == session::RunController::State::Starting)
            m_noiseEpochs = 0; // of the run before
    });
}

void LivePage::buildSplitter()
{
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    splitter->addWidget(m_charts);
    splitter->addWidget(makeLower(splitter));
    splitter->setStretchFactor(0, 5);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({450, 250}); // two rows of charts at 1280x800; a scroll area alone would ask for less
    m_charts->setMinimumHeight(160);
    m_results->setMinimumHeight(120);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(splitter);
}

QWidget* LivePage::makeLower(QWidget* parent)
{
    m_notes->setObjectName(QStringLiteral("live.gap"));
    m_notes->setWordWrap(true);
    m_notes->setContentsMargins(12, 4, 12, 4);
    m_notes->hide();
    setRole(m_notes, Role::Dim);
    auto* lower = new QWidget(parent);
    setRole(lower, Role::Panel);
    auto* column = new QVBoxLayout(lower);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notes);
    column->addWidget(m_results, 1);
    return lower;
}

QWidget* LivePage::corner()
{
    auto* pause = new QToolButton(this);
    pause->setObjectName(QStringLiteral("pause"));
    pause->setIcon(icon(QStringLiteral("pause"), IconTint::Dim));
    pause->setText(tr("Pause view"));
    pause->setToolTip(tr("Freezes charts and tables while the run goes on"));
    pause->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    pause->setCheckable(true);
    setRole(pause, Role::Flat);
    connect(pause, &QToolButton::toggled, this, &LivePage::setPaused);
    return pause;
}

// Of the run that the window started: what an experiment runs has no noise floor of its own.
void LivePage::showNoise()
{
    if (!m_context.runs)
        return;
    const auto& epochs = m_context.runs->report().epochs;
    if (epochs.size() == m_noiseEpochs)
        return;
    m_noiseEpochs = epochs.size();
    m_charts->setNoise(NoiseBands(m_context.calibration->known().get(), epochs));
}

// A try of exactly what was turned between the two: what the table shows may be chance.
void LivePage::settle(metrics::EpochId before, metrics::EpochId after)
{
    if (!m_context.experiments)
        return;
    const auto& epochs = m_context.runs->report().epochs;
    if (before < epochs.size() && after < epochs.size())
        m_context.experiments->proposeChange(*epochs[before], *epochs[after]);
}

void LivePage::showSnapshot(const metrics::SnapshotPtr& snapshot)
{
    showNoise();
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
