// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/experimenting.h"

#include "core/base/seconds.h"
#include "core/base/time_id.h"
#include "core/experiment/arms.h"
#include "core/experiment/course.h"
#include "core/base/strings.h"
#include "core/experiment/evaluation.h"
#include "core/experiment/reporting.h"
#include "core/experiment/scalability_points.h"
#include "core/experiment/wording.h"
#include "core/session/block_runner.h"
#include "core/session/searching.h"
#include "core/session/targets.h"
#include "core/settings/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace weir::session {

using experiment::Kind;
using experiment::Plan;
using experiment::TuningReport;

namespace {

constexpr double noFigure = std::numeric_limits<double>::quiet_NaN();
constexpr int confirmingPairs = 8;
constexpr std::size_t mostConfirmed = 3; // as factorsToConfirm() has it
// With fewer the interval's width is itself too uncertain to stop by.
constexpr std::size_t leastPairsForPrecision = 6;

base::Error errorOf(const std::vector<settings::Problem>& problems)
{
    return {base::Errc::InvalidScenario, settings::text(problems)};
}

BlockTimes timesOf(const Plan& plan, bool asRuns)
{
    BlockTimes times;
    times.block = experiment::blockSecondsFor(plan);
    times.settle = std::clamp(times.block * 0.04, 0.1, 0.5);
    times.warmUp = std::max(times.settle, std::min(plan.baseline.load.warmupS, asRuns ? 1.0 : 2.0));
    return times;
}

// About what one block takes with what is around it.
double blockSpan(const BlockTimes& times, bool asRuns)
{
    constexpr double startS = 0.15;  // of a run: to connect, and to learn how late timers are
    constexpr double switchS = 0.1; // of a block in a run: until the last requests of the one before have ended
    return asRuns ? times.block + times.warmUp + startS : times.block + times.settle + switchS;
}

class Experimenter {
public:
    Experimenter(const Plan& plan, const RunOptions& options, const ExperimentHooks& hooks, experiment::Arms arms)
        : m_plan(plan)
        , m_options(options)
        , m_hooks(hooks)
        , m_arms(std::move(arms))
        , m_columns(plan.effectiveMetrics())
        , m_times(timesOf(plan, m_arms.needsRuns))
        , m_course(makeCourse())
        , m_begin(base::now())
        , m_report(experiment::emptyReport(plan, m_times.block))
    {
        const auto* resumed = hooks.resumed;
        m_report.startedAt = resumed ? resumed->startedAt : base::WallClock::now();
        m_report.id = resumed ? resumed->id : base::timeId(m_report.startedAt);
        m_report.machine = machineText();
        if (resumed)
            replay(resumed->blocks);
    }

    base::Result<TuningReport> run()
    {
        if (m_hooks.onBegin)
            m_hooks.onBegin(m_report, m_plan);
        auto runner = makeRunner();
        if (!runner)
            return std::unexpected(runner.error());
        m_runner = *std::move(runner);
        if (auto status = runAll(); !status)
            return std::unexpected(status.error());
        if (m_plan.kind == Kind::Screen && !m_isCancelled) {
            planConfirmation();
            if (auto status = runAll(); !status)
                return std::unexpected(status.error());
        }
        take(m_runner->finish());
        conclude();
        m_runner.reset();
        return std::move(m_report);
    }

private:
    experiment::Course makeCourse() const
    {
        int rounds = m_plan.effectiveBlocks();
        if (m_plan.seconds > 0) {
            const auto inRound = m_plan.kind == Kind::Screen ? m_arms.designRuns.size() : 2 * m_arms.contrasts.size();
            rounds = std::max(1, static_cast<int>(m_plan.seconds
                                                  / (static_cast<double>(inRound)
                                                     * blockSpan(m_times, m_arms.needsRuns))));
        }
        return m_plan.kind == Kind::Screen ? experiment::Course{m_arms.designRuns, rounds, m_plan.seed}
                                           : experiment::Course{m_arms.contrasts, rounds, m_plan.seed};
    }

    base::Result<std::unique_ptr<BlockRunner>> makeRunner()
    {
        BlockRunner::Setting setting{m_arms, m_columns, m_times, m_options, [this] { return goesOn(); },
                                     m_hooks.onSnapshot, m_plan.seed};
        if (m_arms.needsRuns)
            return blocksAsRuns(std::move(setting));
        return blocksOfOneRun(std::move(setting));
    }

    // What was measured before, as if it were now. Of a pair that was cut in two both blocks are run again; what
    // confirms a screening is run again as a whole.
    void replay(const std::vector<experiment::BlockResult>& blocks)
    {
        for (const auto& block : blocks) {
            if (const auto next = m_course.next(); !next || *next != block.order)
                followPrecision(); // what was closed then is closed now
            if (const auto next = m_course.next(); !next || *next != block.order)
                break;
            m_course.done();
            m_blocks.push_back(block);
        }
        if (m_plan.kind != Kind::Screen && m_course.isPairOpen()) {
            m_course.back();
            m_blocks.pop_back();
        }
        m_earlierS = m_blocks.empty() ? 0 : m_blocks.back().atS + m_blocks.back().seconds;
    }

    bool goesOn()
    {
        m_isCancelled = m_isCancelled || (m_hooks.cancelled && m_hooks.cancelled());
        tell(false);
        return !m_isCancelled;
    }

    base::Status runAll()
    {
        while (const auto order = m_course.next()) {
            if (!goesOn())
                return {};
            m_text = textOf(*order);
            auto results = m_runner->run(*order, m_text);
            if (!results)
                return std::unexpected(results.error());
            m_course.done();
            take(*std::move(results));
        }
        return {};
    }

    std::string textOf(const experiment::BlockOrder& order) const
    {
        const auto& name = m_arms.list[order.arm].arm.name;
        const bool isDesign = m_plan.kind == Kind::Screen && !order.isConfirming;
        return isDesign ? fmt::format("design {}, run {} of {}", order.round + 1, order.contrast + 1,
                                      m_arms.designRuns.size())
                        : fmt::format("pair {}: {}", order.round + 1, name);
    }

    void take(BlockRunner::Results results)
    {
        if (results.empty())
            return;
        for (auto& result : results) {
            result.atS += m_earlierS;
            if (m_hooks.onBlock)
                m_hooks.onBlock(result);
            m_blocks.push_back(std::move(result));
        }
        followPrecision();
        m_hasNews = true;
        tell(true);
    }

    // Looks at the interval's width, never at where it lies.
    void followPrecision()
    {
        if (m_plan.kind == Kind::Screen)
            return;
        double widest = 0;
        for (std::size_t i = 0; i < m_arms.contrasts.size(); ++i) {
            const double width = experiment::halfWidthOf(frame(), m_blocks, i);
            widest = std::isnan(width) || std::isnan(widest) ? noFigure : std::max(widest, std::expm1(width));
            const auto pairs = std::ranges::count_if(
                m_blocks, [i](const auto& block) { return block.order.contrast == i && block.order.isVariant; });
            if (m_plan.precision > 0 && static_cast<std::size_t>(pairs) >= leastPairsForPrecision
                && std::expm1(width) <= m_plan.precision)
                m_course.close(i);
        }
        m_halfWidth = widest;
    }

    experiment::Frame frame() const { return {m_plan, m_arms, m_columns, m_report.endpoints.size()}; }

    void planConfirmation()
    {
        take(m_runner->flush());
        TuningReport soFar = m_report;
        experiment::evaluate(frame(), m_blocks, false, soFar);
        experiment::addConfirming(m_plan, experiment::factorsToConfirm(soFar), m_arms);
        for (std::size_t i = 0; i < m_arms.contrasts.size(); ++i)
            m_course.append(m_arms.contrasts[i], i, confirmingPairs);
    }

    void conclude()
    {
        addTimes();
        m_report.isInterrupted = m_isCancelled;
        experiment::evaluate(frame(), m_blocks, true, m_report);
        if (const auto* info = m_runner->info())
            m_report.target = info->target;
        addNotes();
        experiment::addWords(m_report);
        if (m_plan.fitsScalability)
            experiment::fitScalability(m_report);
    }

    void addTimes()
    {
        m_report.blocksPlanned = static_cast<int>(m_course.blocksPlanned());
        m_report.blocksDone = static_cast<int>(m_blocks.size());
        m_report.secondsPlanned = m_report.blocksPlanned * blockSpan(m_times, m_arms.needsRuns);
        m_report.secondsDone = m_earlierS + base::toSeconds(base::now() - m_begin);
        double measured = 0;
        for (const auto& block : m_blocks)
            measured += block.seconds;
        m_report.measuredShare = m_report.secondsDone > 0 ? measured / m_report.secondsDone : 0;
    }

    void addNotes()
    {
        auto& notes = m_report.notes;
        if (m_arms.needsRuns)
            notes.push_back("A knob applies from the next run on, so each block was a run of its own, with caches and "
                            "pools that began empty.");
        else
            notes.push_back("Each setting had a cache and pools of its own, kept from block to block. What the target "
                            "itself remembers was shared.");
        if (m_isCancelled)
            notes.push_back(fmt::format("It was ended early, after {} of {} blocks.", m_report.blocksDone,
                                        m_report.blocksPlanned));
    }

    // Some five times a second, and at once where there is news.
    void tell(bool atOnce)
    {
        constexpr base::Nanos every = std::chrono::milliseconds{200};
        const auto now = base::now();
        if (!m_hooks.onProgress || (!atOnce && now - m_told < every))
            return;
        m_told = now;
        addTimes();
        ExperimentProgress progress;
        progress.text = m_text;
        progress.blocksDone = m_report.blocksDone;
        progress.blocksPlanned = m_report.blocksPlanned;
        progress.doneS = m_report.secondsDone;
        progress.leftS = std::max(0.0, m_report.secondsPlanned - m_report.secondsDone);
        progress.halfWidth = m_halfWidth;
        if (std::exchange(m_hasNews, false)) {
            auto report = std::make_shared<TuningReport>(m_report);
            experiment::evaluate(frame(), m_blocks, false, *report);
            experiment::addWords(*report);
            m_latest = std::move(report);
        }
        progress.report = m_latest;
        m_hooks.onProgress(progress);
    }

    const Plan& m_plan;
    const RunOptions& m_options;
    const ExperimentHooks& m_hooks;
    experiment::Arms m_arms;
    experiment::FigureColumns m_columns;
    BlockTimes m_times;
    experiment::Course m_course;
    base::TimePoint m_begin;
    base::TimePoint m_told;
    std::vector<experiment::BlockResult> m_blocks;
    TuningReport m_report;
    experiment::TuningReportPtr m_latest;
    std::string m_text;
    double m_halfWidth = noFigure;
    double m_earlierS = 0; // of what is resumed
    bool m_hasNews = false;
    bool m_isCancelled = false;
    std::unique_ptr<BlockRunner> m_runner;
};

// The standard deviation of pair differences that the noise floor stands for; NaN where none is known.
double deviationOf(const Plan& plan, const calibration::Calibration* known)
{
    const auto* noise = calibration::noiseOf(known, plan.baseline);
    if (!noise)
        return noFigure;
    const auto primary = plan.effectiveMetrics().front();
    const auto& wanted = metrics::metrics()[metrics::metricIndex(primary)];
    for (std::size_t i = 0; i < calibration::noisyFigureCount; ++i) {
        const auto& figure = metrics::metrics()[metrics::metricIndex(calibration::noisyFigures[i].metric)];
        const bool isSame = figure.id == wanted.id
            || (figure.percentile.percent > 0 && figure.percentile.percent == wanted.percentile.percent);
        constexpr double sigmas = 1.96; // the floor covers 95 % of the differences
        if (isSame)
            return std::log1p(noise->floor.ratio[i]) / sigmas;
    }
    return noFigure;
}

std::vector<settings::Problem> metricProblems(const Plan& plan)
{
    std::vector<settings::Problem> problems;
    std::vector<std::string> ids;
    for (const auto& metric : metrics::metrics())
        ids.emplace_back(metric.id);
    for (const auto& id : plan.metrics)
        if (!metrics::findMetric(id)) {
            const auto near = base::nearest(id, ids);
            problems.push_back({"--metric", id, "is no metric",
                                near ? fmt::format("did you mean {}?", *near) : "see `weir-cli metrics`"});
        }
    return problems;
}

// Blocks that are too short for the primary metric would measure for minutes, and find nothing.
std::vector<settings::Problem> lengthProblems(const Plan& plan)
{
    const auto& load = plan.baseline.load;
    const auto primary = plan.effectiveMetrics().front();
    const double percent = metrics::metrics()[metrics::metricIndex(primary)].percentile.percent;
    if (load.model == settings::LoadModel::Closed || percent <= 0 || plan.kind == Kind::Find)
        return {};
    const double needed = static_cast<double>(metrics::samplesNeeded(percent)) / load.rate;
    const double seconds = experiment::blockSecondsFor(plan);
    if (seconds >= needed)
        return {};
    constexpr double spare = 1.2; // random arrivals may be fewer
    return {{"--block-seconds", fmt::format("{:.3g}", seconds),
             fmt::format("is too short for {}, which takes {:.4g} requests: {:.3g} s at {:.6g} a second", primary,
                         needed * load.rate, needed, load.rate),
             fmt::format("choose {:.3g} s and more, a lower percentile (--metric latency_p50_ms) or a higher rate",
                         std::ceil(needed * spare))}};
}

std::vector<settings::Problem> planProblems(const Plan& plan)
{
    auto problems = metricProblems(plan);
    return problems.empty() ? lengthProblems(plan) : problems;
}

} // namespace

std::string machineText()
{
    const auto machine = calibration::thisMachine();
    return fmt::format("{}, {} processor{}, {}", machine.cpu, machine.processors, machine.processors == 1 ? "" : "s",
                       machine.kernel);
}

base::Result<TuningReport> runExperiment(const Plan& given, const RunOptions& options, const ExperimentHooks& hooks)
{
    auto plan = given;
    if (plan.kind == Kind::Screen && plan.factors.empty())
        plan.factors = experiment::usualFactors(plan.baseline);
    if (auto problems = planProblems(plan); !problems.empty())
        return std::unexpected(errorOf(problems));
    if (auto valid = checkScenario(plan.baseline); !valid)
        return std::unexpected(valid.error());
    if (plan.kind == Kind::Find)
        return runSearch(plan, options, hooks);
    auto arms = experiment::armsOf(plan);
    if (!arms)
        return std::unexpected(errorOf(arms.error()));
    return Experimenter{plan, options, hooks, *std::move(arms)}.run();
}

base::Result<ExperimentForecast> forecast(const Plan& given, const calibration::Calibration* known)
{
    auto plan = given;
    if (plan.kind == Kind::Screen && plan.factors.empty())
        plan.factors = experiment::usualFactors(plan.baseline);
    if (auto problems = planProblems(plan); !problems.empty())
        return std::unexpected(errorOf(problems));
    ExperimentForecast forecast;
    forecast.blockSeconds = experiment::blockSecondsFor(plan);
    forecast.smallestDifference = noFigure;
    if (plan.kind == Kind::Find) {
        constexpr int usualTrials = 12;
        forecast.blocks = usualTrials;
        forecast.seconds = usualTrials * blockSpan(timesOf(plan, true), true) + 2 * forecast.blockSeconds;
        return forecast;
    }
    const auto arms = experiment::armsOf(plan);
    if (!arms)
        return std::unexpected(errorOf(arms.error()));
    const auto times = timesOf(plan, arms->needsRuns);
    const auto inRound = plan.kind == Kind::Screen ? arms->designRuns.size() : 2 * arms->contrasts.size();
    const double span = blockSpan(times, arms->needsRuns);
    const int rounds = plan.seconds > 0 ? std::max(1, static_cast<int>(plan.seconds / (static_cast<double>(inRound) * span)))
                                        : plan.effectiveBlocks();
    forecast.blocks = rounds * static_cast<int>(inRound);
    const double confirming = plan.kind == Kind::Screen ? 2.0 * confirmingPairs * mostConfirmed : 0;
    const double firsts = arms->needsRuns ? 0 : static_cast<double>(arms->list.size()) * (times.warmUp - times.settle);
    forecast.seconds = (forecast.blocks + confirming) * span + firsts;
    // A screening's effect is the mean of as many differences as half its runs.
    const int pairs = plan.kind == Kind::Screen ? rounds * static_cast<int>(inRound) / 2 : rounds;
    constexpr double usualLag = 0.1; // what pairs have in common with the next, where nothing else is known
    const double smallest = analysis::smallestDifference(deviationOf(plan, known), pairs, usualLag, plan.confidence);
    forecast.smallestDifference = std::expm1(smallest);
    return forecast;
}

} // namespace weir::session
