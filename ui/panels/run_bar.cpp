// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/run_bar.h"

#include "ui/label.h"
#include "ui/models/figure_text.h"
#include "ui/models/run_figures.h"
#include "ui/panels/figure_label.h"
#include "ui/panels/verdict_badge.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>

namespace weir::ui {

using State = session::RunController::State;

static QString connectingText()
{
    return RunBar::tr("connecting …");
}

RunBar::RunBar(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("runBar"));
    setRole(this, Role::Toolbar);
    setMinimumHeight(46); // with or without figures
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(10);
    addButtons(row);
    addProgress(row);
    row->addStretch(1);
    addFigures(row);
    m_verdict = new VerdictBadge(this);
    row->addWidget(m_verdict);
    setState(State::Idle);
    setSnapshot(nullptr, {});
}

void RunBar::addButtons(QHBoxLayout* row)
{
    m_run = new QPushButton(icon(QStringLiteral("play"), IconTint::OnAccent), tr("Run"), this);
    m_run->setObjectName(QStringLiteral("run"));
    m_run->setToolTip(tr("Start the run (F5)"));
    m_run->setAutoDefault(true);
    m_run->setDefault(true);
    setRole(m_run, Role::Primary);
    m_stop = new QPushButton(icon(QStringLiteral("stop"), IconTint::OnAccent), tr("Stop"), this);
    m_stop->setObjectName(QStringLiteral("stop"));
    m_stop->setToolTip(tr("End the run now and keep what was measured (Shift+F5)"));
    setRole(m_stop, Role::Stop);
    const int width = std::max(m_run->sizeHint().width(), m_stop->sizeHint().width());
    m_run->setMinimumWidth(width);
    m_stop->setMinimumWidth(width);
    connect(m_run, &QPushButton::clicked, this, &RunBar::runRequested);
    connect(m_stop, &QPushButton::clicked, this, &RunBar::stopRequested);
    row->addWidget(m_run);
    row->addWidget(m_stop);

    m_scenario = new QPushButton(this);
    m_scenario->setObjectName(QStringLiteral("scenario"));
    row->addWidget(m_scenario);
}

void RunBar::addProgress(QHBoxLayout* row)
{
    m_clock = new Label(this);
    m_clock->setObjectName(QStringLiteral("clock"));
    setRole(m_clock, Role::Dim);
    m_progress = new QProgressBar(this);
    m_progress->setObjectName(QStringLiteral("progress"));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(4);
    m_progress->setMaximumWidth(120);
    m_progress->setRange(0, 1000);
    row->addWidget(m_clock);
    row->addWidget(m_progress, 1);
}

void RunBar::addFigures(QHBoxLayout* row)
{
    auto* figures = new QHBoxLayout;
    figures->setSpacing(0);
    static constexpr std::array names{"rate", "p99", "errors", "hits", "smaller"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        m_figures[i] = new FigureLabel(QLatin1String(names[i]), this);
        figures->addWidget(m_figures[i]);
    }
    row->addLayout(figures);
}

void RunBar::setScenarioName(const QString& name, bool modified)
{
    constexpr int widest = 180;
    const QString shown = modified ? name + QStringLiteral(" •") : name;
    m_scenario->setText(caption(m_scenario->fontMetrics().elidedText(shownText(shown), Qt::ElideRight, widest)));
    m_scenario->setToolTip(modified ? tr("%1, with changes that are not saved").arg(name) : name);
}

void RunBar::setScenarioMenu(QMenu* menu)
{
    m_scenario->setMenu(menu);
}

void RunBar::setState(State state)
{
    m_state = state;
    showButtons();
    if (state == State::Starting)
        setSnapshot(nullptr, {});
    else if (state == State::Idle && m_clock->text() == connectingText())
        m_clock->clear();
}

void RunBar::showButtons()
{
    const bool idle = m_state == State::Idle && m_task.isEmpty();
    const bool hadFocus = m_run->hasFocus() || m_stop->hasFocus();
    m_run->setVisible(idle);
    m_stop->setVisible(!idle);
    m_stop->setEnabled(m_state != State::Stopping);
    if (hadFocus)
        (idle ? m_run : m_stop)->setFocus();
}

void RunBar::setTask(const QString& name)
{
    if (m_task == name)
        return;
    m_task = name;
    showButtons();
    m_progress->setVisible(!name.isEmpty());
    m_progress->setValue(0);
    m_clock->setText(name);
    m_clock->setToolTip({});
}

void RunBar::setTaskProgress(const QString& words, double share, const QString& tip)
{
    if (m_task.isEmpty())
        return;
    m_clock->setText(words);
    m_clock->setToolTip(tip);
    m_progress->setValue(static_cast<int>(share * 1000));
}

void RunBar::setSnapshot(const metrics::Snapshot* snapshot, const settings::Scenario& scenario)
{
    showProgress(snapshot);
    const RunFigures figures = figuresOf(snapshot, scenario);
    const std::array shown{figures.rate, figures.latency, figures.errors, figures.hits, figures.smaller};
    for (std::size_t i = 0; i < shown.size(); ++i) {
        m_figures[i]->setFigure(shown[i]);
        m_figures[i]->setVisible(snapshot != nullptr);
    }
    m_verdict->setVerdict(snapshot ? snapshot->verdict : metrics::Verdict{},
                          snapshot ? VerdictBadge::phasesOf(*snapshot) : QList<VerdictBadge::OfPhase>{},
                          snapshot && snapshot->state != metrics::RunState::Finished ? VerdictBadge::Standing::SoFar
                                                                                     : VerdictBadge::Standing::Final);
}

static bool isEarly(const metrics::RunEnd& end)
{
    return end.cause != metrics::RunEnd::Cause::None && end.cause != metrics::RunEnd::Cause::Time;
}

static QString progressText(const metrics::Snapshot& snapshot)
{
    using metrics::RunState;
    const auto& run = *snapshot.run;
    const QString elapsed = elapsedText(snapshot.elapsed);
    switch (snapshot.state) {
    case RunState::Starting: return RunBar::tr("starting …");
    case RunState::WarmUp:
        return RunBar::tr("%1 of %2, warming up").arg(elapsed, elapsedText(run.warmup + run.duration));
    case RunState::Draining: return RunBar::tr("waiting for the last replies …");
    case RunState::Finished:
        if (snapshot.interrupted)
            return RunBar::tr("stopped after %1").arg(elapsed);
        return isEarly(snapshot.ended) ? RunBar::tr("ended early, %1").arg(elapsed)
                                       : RunBar::tr("finished, %1").arg(elapsed);
    default: return RunBar::tr("%1 of %2").arg(elapsed, elapsedText(run.warmup + run.duration));
    }
}

void RunBar::showProgress(const metrics::Snapshot* snapshot)
{
    if (!m_task.isEmpty())
        return;
    const bool running = snapshot && snapshot->state != metrics::RunState::Finished;
    m_progress->setVisible(running);
    m_clock->setText(snapshot ? progressText(*snapshot) : m_state == State::Starting ? connectingText() : QString());
    m_clock->setToolTip(snapshot && isEarly(snapshot->ended) ? sentence(snapshot->ended.text) : QString());
    if (!running)
        return;
    const double whole = secondsOf(snapshot->run->warmup + snapshot->run->duration);
    m_progress->setValue(whole > 0 ? static_cast<int>(std::min(1.0, secondsOf(snapshot->elapsed) / whole) * 1000) : 0);
}

} // namespace weir::ui
