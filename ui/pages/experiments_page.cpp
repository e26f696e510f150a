// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiments_page.h"

#include "ui/experiments/experiment_charts.h"
#include "ui/experiments/factor_form.h"
#include "ui/experiments/plan_sentence.h"
#include "ui/experiments/progress_card.h"
#include "ui/experiments/result_card.h"
#include "ui/experiments/search_form.h"
#include "ui/experiments/try_form.h"
#include "ui/experiments/tuning_log_card.h"
#include "ui/forms/segment_bar.h"
#include "ui/models/experiment_desk.h"
#include "ui/models/experiment_words.h"
#include "ui/models/figure_text.h"
#include "ui/models/scenario_model.h"
#include "ui/models/window_words.h"
#include "ui/panels/banner.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace weir::ui {

using experiment::Kind;

static constexpr std::chrono::milliseconds planPause{200};

ExperimentsPage::ExperimentsPage(const PageContext& context, QWidget* parent)
    : Page(parent)
    , m_context(context)
    , m_scroll(new QScrollArea(this))
{
    auto* content = new QWidget;
    setRole(content, Role::Window);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(10);
    addTop(column);
    addPlan(column);
    addResult(column);
    column->addStretch(1);
    m_scroll->setWidget(content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_scroll);
    m_pause.setSingleShot(true);
    m_pause.setInterval(planPause);
    connect(&m_pause, &QTimer::timeout, this, &ExperimentsPage::foresee);
    connectDesk();
    showKind();
    showState();
    takeProposal();
}

void ExperimentsPage::addTop(QVBoxLayout* column)
{
    m_kinds = new SegmentBar(
        {kindTitle(Kind::Try), kindTitle(Kind::Screen), kindTitle(Kind::Sweep), kindTitle(Kind::Find)}, this);
    m_kinds->setObjectName(QStringLiteral("experiment.kind"));
    m_start = new QPushButton(icon(QStringLiteral("play"), IconTint::OnAccent), tr("Start"), this);
    m_start->setObjectName(QStringLiteral("experiment.start"));
    setRole(m_start, Role::Primary);
    m_cancel = new QPushButton(tr("Cancel"), this);
    m_cancel->setObjectName(QStringLiteral("experiment.cancel"));
    m_cancel->setToolTip(tr("End it now with what there is"));
    setRole(m_cancel, Role::Stop);
    auto* row = new QHBoxLayout;
    row->addWidget(m_kinds);
    row->addStretch(1);
    row->addWidget(m_start);
    row->addWidget(m_cancel);
    column->addLayout(row);
    connect(m_kinds, &SegmentBar::chosen, this, &ExperimentsPage::showKind);
    connect(m_start, &QPushButton::clicked, this, &ExperimentsPage::start);
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_context.experiments->cancel(); });
}

void ExperimentsPage::addPlan(QVBoxLayout* column)
{
    auto* card = new QWidget(this);
    card->setObjectName(QStringLiteral("plan"));
    setRole(card, Role::Card);
    auto* lines = new QVBoxLayout(card);
    lines->setContentsMargins(14, 10, 14, 10);
    lines->setSpacing(10);
    m_try = new TryForm(card);
    m_forms = {m_try, new FactorForm(Kind::Screen, card), new FactorForm(Kind::Sweep, card), new SearchForm(card)};
    for (auto* each : m_forms) {
        lines->addWidget(each);
        connect(each, &PlanForm::changed, this, &ExperimentsPage::planChanged);
    }
    m_sentence = new PlanSentence(card);
    lines->addWidget(m_sentence);
    connect(m_sentence, &PlanSentence::changed, this, &ExperimentsPage::planChanged);
    column->addWidget(card);
}

void ExperimentsPage::addResult(QVBoxLayout* column)
{
    m_progress = new ProgressCard(this);
    m_result = new ResultCard(this);
    m_result->hide();
    m_charts = new ExperimentCharts(this);
    m_log = new TuningLogCard(m_context.experiments->log(), m_context.banners, this);
    for (QWidget* part : QList<QWidget*>{m_progress, m_result, m_charts, m_log})
        column->addWidget(part);
    connect(m_result, &ResultCard::variantChosen, this, &ExperimentsPage::showVariant);
    connect(m_result, &ResultCard::keepRequested, this, &ExperimentsPage::keep);
    connect(m_result, &ResultCard::undoRequested, this, &ExperimentsPage::undo);
    connect(m_log, &TuningLogCard::chosen, this, [this](const QString& id, const auto& report) {
        if (m_context.experiments->isRunning())
            return;
        if (report)
            showReport(report, true);
        else
            m_context.experiments->load(id);
    });
}

void ExperimentsPage::connectDesk()
{
    auto* desk = m_context.experiments;
    auto* controller = desk->controller();
    connect(desk, &ExperimentDesk::stateChanged, this, &ExperimentsPage::showState);
    connect(desk, &ExperimentDesk::loaded, this, [this](const auto& report) {
        if (!m_context.experiments->isRunning())
            showReport(report, true);
    });
    connect(desk, &ExperimentDesk::proposed, this, &ExperimentsPage::takeProposal);
    connect(desk, &ExperimentDesk::forecastReady, this, [this](const session::ExperimentForecaster::Answer& forecast) {
        if (!m_isPossible) // changed meanwhile
            return;
        m_sentence->showForecast(*forecast);
        m_isPossible = forecast->has_value();
        showState();
    });
    connect(controller, &session::ExperimentController::progressed, this, &ExperimentsPage::showProgress);
    connect(controller, &session::ExperimentController::finished, this,
            [this, controller] { showReport(controller->report(), true); });
    const auto onScenario = [this] {
        for (auto* each : m_forms)
            each->setScenario(m_context.scenario->scenario());
        planChanged();
        showKept();
    };
    connect(m_context.scenario, &ScenarioModel::changed, this, onScenario);
    connect(m_context.scenario, &ScenarioModel::opened, this, onScenario);
    onScenario();
}

PlanForm* ExperimentsPage::form() const
{
    return m_forms[static_cast<std::size_t>(m_kinds->current())];
}

Kind ExperimentsPage::kind() const
{
    return static_cast<Kind>(m_kinds->current());
}

void ExperimentsPage::showKind()
{
    for (auto* each : m_forms)
        each->setVisible(each == form());
    m_sentence->setKind(kind());
    planChanged();
}

QString ExperimentsPage::plan(experiment::Plan& wanted) const
{
    wanted.kind = kind();
    m_sentence->fill(wanted);
    return form()->fill(wanted);
}

// Typing asks for many plans; the last of them is looked at.
void ExperimentsPage::planChanged()
{
    m_pause.start();
}

void ExperimentsPage::foresee()
{
    experiment::Plan wanted;
    const QString problem = plan(wanted);
    m_isPossible = problem.isEmpty();
    if (m_isPossible)
        m_context.experiments->forecast(wanted);
    else
        m_sentence->showProblem(problem);
    showState();
}

void ExperimentsPage::takeProposal()
{
    const auto proposal = m_context.experiments->takeProposal();
    if (!proposal)
        return;
    m_kinds->setCurrent(static_cast<int>(Kind::Try));
    m_try->propose(proposal->variant, proposal->baseline);
    showKind();
    m_scroll->verticalScrollBar()->setValue(0);
    m_start->setFocus();
}

void ExperimentsPage::start()
{
    m_start->setFocus(); // an editor that still has it commits its value
    experiment::Plan wanted;
    if (const QString problem = plan(wanted); !problem.isEmpty())
        return m_sentence->showProblem(problem);
    m_context.experiments->start(wanted);
}

void ExperimentsPage::showState()
{
    const auto* desk = m_context.experiments;
    const bool running = desk->isRunning();
    m_start->setVisible(!running);
    m_cancel->setVisible(running);
    m_start->setEnabled(m_isPossible && !desk->isBusy());
    m_start->setToolTip(desk->isBusy() ? tr("A run or calibration is going on: each would measure the other")
                                       : tr("Run the experiment"));
    if (running && m_progress->isHidden()) // maybe gone on with from elsewhere
        m_progress->begin();
    m_progress->setVisible(running);
    for (auto* each : m_forms)
        each->setEnabled(!running);
    m_sentence->setEnabled(!running);
}

void ExperimentsPage::showProgress(const session::ExperimentProgress& progress)
{
    m_progress->showProgress(progress);
    if (progress.report && progress.report != m_report)
        showReport(progress.report, false);
}

void ExperimentsPage::showReport(const experiment::TuningReportPtr& report, bool isFinal)
{
    m_report = report;
    m_result->showReport(report, isFinal);
    m_result->show();
    if (isFinal)
        m_log->setShown(report);
    m_charts->showReport(*report, m_result->variant());
    showKept();
}

void ExperimentsPage::showVariant(std::size_t variant)
{
    m_charts->showReport(*m_report, variant);
    showKept();
}

void ExperimentsPage::showKept()
{
    if (m_report)
        m_result->setKept(m_context.experiments->isKept(*m_report, m_result->variant()));
}

void ExperimentsPage::keep(std::size_t variant)
{
    if (const auto problem = m_context.experiments->keep(*m_report, variant))
        tell(*problem);
    showKept();
}

void ExperimentsPage::undo(std::size_t variant)
{
    if (const auto problem = m_context.experiments->undo(*m_report, variant))
        tell(*problem);
    showKept();
}

void ExperimentsPage::tell(const settings::Problem& problem)
{
    m_context.banners->show({QStringLiteral("experiment"),
                             BannerText::Severity::Error,
                             tr("The scenario was left as it is."),
                             {problemText(problem)},
                             {}});
}

} // namespace weir::ui
