// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/experiment_desk.h"

#include "core/settings/validate.h"
#include "ui/models/experiment_words.h"
#include "ui/models/figure_text.h"
#include "ui/models/knob_proposal.h"
#include "ui/models/run_desk.h"
#include "ui/models/scenario_model.h"
#include "ui/models/tuning_log.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace weir::ui {

using experiment::Assignment;

ExperimentDesk::ExperimentDesk(ScenarioModel* scenario, session::ExperimentController* controller, RunDesk* runs,
                               const QString& logPath, QObject* parent)
    : QObject(parent)
    , m_scenario(scenario)
    , m_controller(controller)
    , m_runs(runs)
    , m_log(new TuningLog(logPath, this))
    , m_forecaster(new session::ExperimentForecaster(this))
{
    connect(m_forecaster, &session::ExperimentForecaster::answered, this, &ExperimentDesk::forecastReady);
    const auto showLog = [this] {
        m_log->setScenario(m_scenario->path().isEmpty() ? m_scenario->name() : m_scenario->path());
    };
    connect(scenario, &ScenarioModel::opened, m_log, showLog);
    connect(controller, &session::ExperimentController::finished, m_log,
            [this] { m_log->add(m_controller->report(), m_startedIn); });
    showLog();
    const auto measured = [this] {
        m_measured = m_scenario->scenario();
        countPending();
    };
    connect(scenario, &ScenarioModel::opened, this, measured);
    connect(runs, &RunDesk::starting, this, measured);
    connect(scenario, &ScenarioModel::changed, this, &ExperimentDesk::countPending);
    measured();
    connect(controller, &session::ExperimentController::stateChanged, this, &ExperimentDesk::stateChanged);
}

void ExperimentDesk::propose(const Assignments& variant, const Assignments& baseline)
{
    m_proposal = Proposal{variant, baseline};
    emit proposed();
}

void ExperimentDesk::proposeKnob(const QString& key)
{
    const auto path = settings::findKnob(key.toStdString());
    if (!path)
        return;
    const auto value = proposedValue(*path, settings::value(m_scenario->scenario(), *path));
    propose({{path->key(), settings::valueText(value)}});
}

static std::vector<settings::KnobChange> triableChanges(const settings::Scenario& before,
                                                        const settings::Scenario& after)
{
    auto changes = settings::changes(before, after);
    std::erase_if(changes, [](const settings::KnobChange& change) { return !isTriable(change.path); });
    return changes;
}

void ExperimentDesk::proposeChange(const settings::Scenario& before, const settings::Scenario& after)
{
    Assignments variant;
    Assignments baseline;
    for (const auto& change : triableChanges(before, after)) {
        variant.push_back({change.path.key(), settings::valueText(change.after)});
        baseline.push_back({change.path.key(), settings::valueText(change.before)});
    }
    if (!variant.empty())
        propose(variant, baseline);
}

static constexpr std::string_view redactedMark = "***";

bool ExperimentDesk::canTry(const std::vector<experiment::Change>& changes)
{
    return !changes.empty() && std::ranges::all_of(changes, [](const experiment::Change& change) {
        const auto path = settings::findKnob(change.key);
        return path && isTriable(*path) && change.from.find(redactedMark) == std::string::npos
            && change.to.find(redactedMark) == std::string::npos;
    });
}

// Of the workload nothing is tried, nor what a report does not tell: credentials.
void ExperimentDesk::proposeChanges(const std::vector<experiment::Change>& changes)
{
    Assignments variant;
    Assignments baseline;
    for (const auto& change : changes) {
        if (!canTry({change}))
            continue;
        variant.push_back({change.key, change.to});
        baseline.push_back({change.key, change.from});
    }
    if (!variant.empty())
        propose(variant, baseline);
}

std::optional<base::Error> ExperimentDesk::proposeChanges(const std::vector<experiment::Change>& changes,
                                                          const settings::Scenario& first)
{
    if (first.scenario.name != m_scenario->scenario().scenario.name)
        return base::Error{base::Errc::InvalidScenario,
                           tr("These runs are of \"%1\". Open that scenario, then settle it.")
                               .arg(text(first.scenario.name))
                               .toStdString()};
    Assignments variant;
    Assignments baseline;
    for (const auto& change : changes) {
        variant.push_back({change.key, change.to});
        baseline.push_back({change.key, change.from});
    }
    for (const auto& change : triableChanges(m_scenario->scenario(), first)) {
        const Assignment value{change.path.key(), settings::valueText(change.after)};
        const bool isKnown = std::ranges::find(baseline, value.key, &Assignment::key) != baseline.end();
        if (!isKnown && value.value.find(redactedMark) == std::string::npos)
            baseline.push_back(value);
    }
    propose(variant, baseline);
    return std::nullopt;
}

void ExperimentDesk::proposePending()
{
    proposeChange(m_measured, m_scenario->scenario());
}

int ExperimentDesk::pending() const
{
    return m_pending;
}

void ExperimentDesk::countPending()
{
    const int now = static_cast<int>(triableChanges(m_measured, m_scenario->scenario()).size());
    if (std::exchange(m_pending, now) != now)
        emit pendingChanged();
}

std::optional<ExperimentDesk::Proposal> ExperimentDesk::takeProposal()
{
    return std::exchange(m_proposal, std::nullopt);
}

void ExperimentDesk::setCalibration(calibration::CalibrationPtr known)
{
    m_calibration = std::move(known);
}

void ExperimentDesk::setHistory(store::RunStore* history)
{
    m_history = history;
    m_controller->setHistory(history);
}

void ExperimentDesk::load(const QString& experiment)
{
    if (!m_history)
        return;
    const auto question =
        [id = experiment.toStdString()](store::History& history) -> base::Result<experiment::TuningReport> {
        const auto kept = history.loadExperiment(id);
        if (!kept)
            return std::unexpected(kept.error());
        return session::keptReport(*kept);
    };
    m_history->ask(this, question, [this](const base::Result<experiment::TuningReport>& report) {
        if (report)
            emit loaded(std::make_shared<const experiment::TuningReport>(*report));
        else
            emit notLoaded(report.error());
    });
}

void ExperimentDesk::setBusy(bool busy)
{
    if (std::exchange(m_busy, busy) != busy)
        emit stateChanged();
}

void ExperimentDesk::forecast(const experiment::Plan& plan)
{
    m_forecaster->ask(plan, m_calibration);
}

void ExperimentDesk::start(const experiment::Plan& plan)
{
    begin(plan, nullptr);
}

// Where the history left credentials out, those of the scenario that is open do if it is the same.
base::Result<session::KeptExperiment> ExperimentDesk::resumable(const store::StoredExperiment& kept) const
{
    auto alone = session::resumable(kept, nullptr);
    if (alone || kept.entry.state == "running" || kept.planJson.find(redactedMark) == std::string::npos)
        return alone;
    auto with = session::resumable(kept, &m_scenario->scenario());
    if (with || m_scenario->scenario().scenario.name == kept.entry.scenario)
        return with;
    return std::unexpected(
        base::Error{base::Errc::InvalidScenario,
                    tr("The history keeps no credentials. Open the scenario \"%1\" that it began with, then go on.")
                        .arg(text(kept.entry.scenario))
                        .toStdString()});
}

void ExperimentDesk::resume(const QString& experiment)
{
    if (!m_history)
        return;
    m_history->ask(
        this, [id = experiment.toStdString()](store::History& history) { return history.loadExperiment(id); },
        [this](const base::Result<store::StoredExperiment>& kept) {
            if (!kept) {
                emit refusedResume(kept.error());
                return;
            }
            auto ready = resumable(*kept);
            if (ready)
                begin(ready->plan, std::make_shared<const session::ResumedExperiment>(std::move(ready->done)));
            else
                emit refusedResume(ready.error());
        });
}

void ExperimentDesk::begin(const experiment::Plan& plan, std::shared_ptr<const session::ResumedExperiment> resumed)
{
    if (m_busy || isRunning())
        return;
    if (auto problems = settings::validate(plan.baseline); !problems.empty()) {
        emit refused(problems);
        return;
    }
    m_wanted = plan;
    m_wantedResumed = resumed;
    if (const QStringList hosts = m_runs->unconfirmedHosts(plan.baseline); !hosts.isEmpty()) {
        emit confirmationNeeded(hosts);
        return;
    }
    m_started = plan;
    const QString name = text(plan.baseline.scenario.name);
    m_startedIn = !resumed || name == m_scenario->name() ? m_log->scenario() : name;
    session::RunOptions options;
    options.calibration = m_calibration;
    if (resumed)
        m_controller->start(plan, *resumed, options);
    else
        m_controller->start(plan, options);
    if (resumed)
        emit goesOn();
}

void ExperimentDesk::confirmHosts()
{
    m_runs->trustHosts(m_wanted.baseline);
    begin(experiment::Plan{m_wanted}, m_wantedResumed);
}

void ExperimentDesk::cancel()
{
    m_controller->cancel();
}

bool ExperimentDesk::isLast(const experiment::TuningReport& report) const
{
    return m_controller->report() && m_controller->report()->id == report.id;
}

// The report has secrets redacted, so what a try set is taken from its plan.
ExperimentDesk::Assignments ExperimentDesk::assignmentsOf(const experiment::TuningReport& report,
                                                          std::size_t variant) const
{
    using experiment::Kind;
    if (report.kind == Kind::Find && report.search && report.search->value) {
        const auto path = settings::findKnob(report.search->search.key);
        const bool isWhole = path && path->knob->kind == settings::Kind::Integer;
        const double value = isWhole ? std::floor(*report.search->value) : *report.search->value;
        return {{report.search->search.key, settings::valueText(value)}};
    }
    if (report.kind == Kind::Try && variant < m_started.variants.size() && isLast(report))
        return m_started.variants[variant];
    Assignments all;
    if (variant < report.variants.size() && report.variants[variant].arm < report.arms.size())
        for (const auto& change : report.arms[report.variants[variant].arm].changes)
            all.push_back({change.key, change.to});
    return all;
}

std::optional<settings::Problem> ExperimentDesk::assign(const Assignments& values)
{
    auto after = m_scenario->scenario();
    QStringList words;
    for (const auto& [key, value] : values) {
        if (auto problem = settings::setText(after, key, value))
            return problem;
        words << QStringLiteral("%1 %2").arg(knobLabel(key), settingText(key, value));
    }
    m_scenario->edit(words.join(QStringLiteral(", ")), after);
    return std::nullopt;
}

std::optional<settings::Problem> ExperimentDesk::keep(const experiment::TuningReport& report, std::size_t variant)
{
    auto problem = assign(assignmentsOf(report, variant));
    if (!problem)
        m_log->setFate(text(report.id), static_cast<int>(variant), TriedThing::Fate::Kept);
    return problem;
}

std::optional<settings::Problem> ExperimentDesk::undo(const experiment::TuningReport& report, std::size_t variant)
{
    Assignments before;
    for (const auto& [key, value] : assignmentsOf(report, variant)) {
        if (const auto path = settings::findKnob(key); path && isLast(report))
            before.push_back({key, settings::valueText(settings::value(m_started.baseline, *path))});
        else if (variant < report.variants.size())
            for (const auto& change : report.arms[report.variants[variant].arm].changes)
                if (change.key == key)
                    before.push_back({key, change.from});
    }
    auto problem = assign(before);
    if (!problem)
        m_log->setFate(text(report.id), static_cast<int>(variant), TriedThing::Fate::Undone);
    return problem;
}

bool ExperimentDesk::isKept(const experiment::TuningReport& report, std::size_t variant) const
{
    auto after = m_scenario->scenario();
    const auto values = assignmentsOf(report, variant);
    for (const auto& [key, value] : values)
        if (settings::setText(after, key, value))
            return false;
    return !values.empty() && after == m_scenario->scenario();
}

} // namespace weir::ui
