// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/searching.h"

#include "core/analysis/threshold.h"
#include "core/base/seconds.h"
#include "core/base/time_id.h"
#include "core/experiment/arms.h"
#include "core/experiment/reporting.h"
#include "core/experiment/scalability_points.h"
#include "core/experiment/search_course.h"
#include "core/session/snapshot_inbox.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace weir::session {

using experiment::Plan;
using experiment::SearchCourse;
using experiment::Trial;
using experiment::TuningReport;

namespace {

class Searcher {
public:
    Searcher(const Plan& plan, const RunOptions& options, const ExperimentHooks& hooks, settings::KnobPath path)
        : m_plan(plan)
        , m_options(options)
        , m_hooks(hooks)
        , m_path(std::move(path))
        , m_course(experiment::searchCourseOf(plan))
        , m_begin(base::now())
        , m_report(experiment::emptyReport(plan, experiment::blockSecondsFor(plan)))
    {
        const auto* resumed = hooks.resumed;
        m_report.startedAt = resumed ? resumed->startedAt : base::WallClock::now();
        m_report.id = resumed ? resumed->id : base::timeId(m_report.startedAt);
        m_report.machine = machineText();
        m_report.arms.push_back({"baseline", {}, {}, {}});
        if (resumed)
            for (const auto& trial : resumed->trials)
                take(trial);
    }

    base::Result<TuningReport> run()
    {
        if (m_hooks.onBegin)
            m_hooks.onBegin(m_report, m_plan);
        while (const auto next = m_course.next()) {
            if (m_plan.seconds > 0 && base::toSeconds(base::now() - m_begin) >= m_plan.seconds)
                break;
            m_text = fmt::format("{}{} = {:.6g}", next->isConfirming ? "confirming " : "", m_plan.search.key,
                                 next->value);
            auto trial = runTrial(*next);
            if (!trial)
                return std::unexpected(trial.error());
            if (!*trial)
                break;
            if (m_hooks.onTrial)
                m_hooks.onTrial(**trial);
            take(**trial);
            tell();
            if (std::isnan(m_trials.back().figure))
                break;
        }
        conclude();
        return std::move(m_report);
    }

private:
    void take(const Trial& trial)
    {
        if (!std::isnan(trial.figure))
            m_course.add(trial);
        m_trials.push_back(trial);
    }

    bool goesOn()
    {
        m_isCancelled = m_isCancelled || (m_hooks.cancelled && m_hooks.cancelled());
        return !m_isCancelled;
    }

    // As the plan says, but at a low rate as long as the condition's percentile needs.
    double secondsFor(const settings::Scenario& scenario) const
    {
        constexpr double most = 60;
        constexpr double spare = 1.2;
        const auto threshold = analysis::parseThreshold(m_plan.search.condition);
        const auto* metric = metrics::findMetric(threshold->metric);
        const double percent = metric ? metric->percentile.percent : threshold->percentile;
        const double plain = experiment::blockSecondsFor(m_plan);
        if (scenario.load.model == settings::LoadModel::Closed || percent <= 0)
            return plain;
        const double needed = spare * static_cast<double>(metrics::samplesNeeded(percent)) / scenario.load.rate;
        return std::clamp(needed, plain, std::max(most, plain));
    }

    // Nothing where it was cancelled.
    base::Result<std::optional<Trial>> runTrial(const SearchCourse::Next& next)
    {
        constexpr double longer = 2.5; // is what confirms
        auto scenario = experiment::blockScenario(m_plan.baseline);
        const bool isInteger = m_path.knob->kind == settings::Kind::Integer;
        const auto value = isInteger ? settings::KnobValue{static_cast<std::int64_t>(std::llround(next.value))}
                                     : settings::KnobValue{next.value};
        if (const auto problem = settings::setValue(scenario, m_path, value))
            return std::unexpected(base::Error{base::Errc::InvalidScenario, settings::text(*problem)});
        scenario.scenario.thresholds = {m_plan.search.condition};
        scenario.load.durationS = secondsFor(scenario) * (next.isConfirming ? longer : 1);
        scenario.load.warmupS = std::min(scenario.load.warmupS, 1.0);
        scenario.load.drainS = std::min(scenario.load.drainS, 2.0); // what waits behind an overload is known to be late
        SnapshotInbox inbox;
        auto run = Run::start(scenario, m_options, [&](const metrics::SnapshotPtr& snapshot) {
            inbox.put(snapshot);
            if (m_hooks.onSnapshot)
                m_hooks.onSnapshot(snapshot);
        });
        if (!run)
            return std::unexpected(run.error());
        bool isStopped = false;
        while (!(*run)->finished()) {
            if (!isStopped && !goesOn()) {
                isStopped = true;
                (*run)->stop();
            }
            inbox.wait(base::now() + std::chrono::milliseconds{100});
            tell();
        }
        const auto snapshot = (*run)->report().snapshot;
        m_report.target = snapshot->run->target;
        m_report.endpoints = snapshot->run->endpoints;
        return isStopped ? std::optional<Trial>{} : trialOf(*snapshot, next, scenario.load.durationS);
    }

    std::optional<Trial> trialOf(const metrics::Snapshot& snapshot, const SearchCourse::Next& next, double seconds) const
    {
        Trial trial;
        trial.value = next.value;
        trial.isConfirming = next.isConfirming;
        trial.seconds = seconds;
        trial.verdict = snapshot.verdict;
        trial.figure = std::numeric_limits<double>::quiet_NaN();
        const auto result = analysis::checkThreshold(*analysis::parseThreshold(m_plan.search.condition), snapshot);
        // A generator that could not keep up tells of itself, not of what it asked.
        trial.held = result.passed && snapshot.verdict.level != metrics::Verdict::Level::Invalid;
        for (const auto& epoch : result.epochs)
            trial.figure = epoch.value.value_or(trial.figure);
        if (const auto* total = snapshot.total(metrics::measuredPhase, 0))
            trial.throughput = total->values[metrics::metricIndex("achieved_rps")];
        return trial;
    }

    void conclude()
    {
        m_report.isInterrupted = m_isCancelled;
        addTimes();
        m_report.search = experiment::answerOf(m_plan, m_trials);
        experiment::addSearchNotes(m_plan, m_report);
        if (m_plan.fitsScalability)
            experiment::fitScalability(m_report);
    }

    void addTimes()
    {
        m_report.blocksDone = static_cast<int>(m_trials.size());
        m_report.blocksPlanned = m_report.blocksDone;
        m_report.secondsDone = base::toSeconds(base::now() - m_begin);
        m_report.secondsPlanned = m_report.secondsDone;
        double measured = 0;
        for (const auto& trial : m_trials)
            measured += trial.seconds;
        m_report.measuredShare = m_report.secondsDone > 0 ? measured / m_report.secondsDone : 0;
    }

    void tell()
    {
        const auto now = base::now();
        const bool hasNews = m_trials.size() != m_toldTrials;
        if (!m_hooks.onProgress || (!hasNews && now - m_told < std::chrono::milliseconds{200}))
            return;
        m_told = now;
        m_toldTrials = m_trials.size();
        ExperimentProgress progress;
        progress.text = m_text;
        progress.blocksDone = static_cast<int>(m_trials.size());
        progress.doneS = base::toSeconds(now - m_begin);
        progress.halfWidth = std::numeric_limits<double>::quiet_NaN();
        if (hasNews) {
            auto report = std::make_shared<TuningReport>(m_report);
            report->search = experiment::answerOf(m_plan, m_trials);
            m_latest = std::move(report);
        }
        progress.report = m_latest;
        m_hooks.onProgress(progress);
    }

    const Plan& m_plan;
    const RunOptions& m_options;
    const ExperimentHooks& m_hooks;
    settings::KnobPath m_path;
    SearchCourse m_course;
    base::TimePoint m_begin;
    base::TimePoint m_told;
    std::size_t m_toldTrials = 0;
    std::vector<Trial> m_trials;
    TuningReport m_report;
    experiment::TuningReportPtr m_latest;
    std::string m_text;
    bool m_isCancelled = false;
};

} // namespace

base::Result<TuningReport> runSearch(const Plan& plan, const RunOptions& options, const ExperimentHooks& hooks)
{
    if (const auto problems = experiment::searchProblems(plan); !problems.empty())
        return std::unexpected(base::Error{base::Errc::InvalidScenario, settings::text(problems)});
    return Searcher{plan, options, hooks, *settings::findKnob(plan.search.key)}.run();
}

} // namespace weir::session
