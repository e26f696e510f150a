// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/calibrating.h"

#include "core/calibration/drive_scenario.h"
#include "core/calibration/scenario_digest.h"
#include "core/experiment/arms.h"
#include "core/load/timer_lag.h"
#include "core/origin/null_origin.h"
#include "core/session/run.h"
#include "core/session/targets.h"
#include "core/settings/engine_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <condition_variable>
#include <mutex>

namespace weir::session {

namespace {

using calibration::BlockFigures;

constexpr double trialSeconds = 1;
constexpr double trialWarmUp = 0.3;
constexpr double mostBlockWarmUp = 1;
constexpr int ceilingUsers = 64;
constexpr int wakeUps = 400;

double microseconds(base::Nanos span)
{
    return std::chrono::duration<double, std::micro>(span).count();
}

// The fastest of a few rounds: what else runs can only slow one down.
double clockCostNs()
{
    constexpr int reads = 20000;
    double best = std::numeric_limits<double>::max();
    for (int round = 0; round < 10; ++round) {
        const auto begin = base::now();
        auto last = begin;
        for (int i = 0; i < reads; ++i)
            last = base::now();
        best = std::min(best, std::chrono::duration<double, std::nano>(last - begin).count() / reads);
    }
    return best;
}

// The calling thread's part in a run: waits for its end, and ends it when asked to.
class Follower {
public:
    void wake()
    {
        const std::lock_guard lock{m_mutex};
        m_woken = true;
        m_changed.notify_one();
    }
    void follow(Run& run, const std::function<bool()>& cancelled)
    {
        bool stopped = false;
        while (!run.finished()) {
            if (!stopped && cancelled()) {
                stopped = true;
                run.stop();
            }
            std::unique_lock lock{m_mutex};
            m_changed.wait_for(lock, std::chrono::milliseconds{100}, [this] { return m_woken; });
            m_woken = false;
        }
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_woken = false;
};

// What both parts need of a run.
struct Block {
    BlockFigures figures{};
    metrics::Verdict verdict;
};

Block blockOf(const metrics::Snapshot& snapshot)
{
    Block block;
    block.figures.fill(std::numeric_limits<double>::quiet_NaN());
    block.verdict = snapshot.verdict;
    if (const auto* row = snapshot.total(metrics::measuredPhase, 0))
        for (std::size_t i = 0; i < calibration::noisyFigureCount; ++i)
            block.figures[i] = row->values[metrics::metricIndex(calibration::noisyFigures[i].metric)];
    return block;
}

double throughputOf(const BlockFigures& figures)
{
    for (std::size_t i = 0; i < calibration::noisyFigureCount; ++i)
        if (calibration::noisyFigures[i].metric == "achieved_rps")
            return figures[i];
    return 0;
}

// Origins that answer at once in place of the scenario's targets: plain and with TLS, as these are.
class NullTargets {
public:
    static base::Result<NullTargets> start(const settings::Scenario& scenario)
    {
        NullTargets targets;
        const auto& urls = scenario.target.urls;
        for (const auto& url : urls.empty() ? std::vector<std::string>{"http://"} : urls)
            if (auto added = targets.add(calibration::isTls(url), settings::workerCount(scenario.engine)); !added)
                return std::unexpected(added.error());
        return targets;
    }
    const std::vector<std::string>& urls() const { return m_urls; }

private:
    base::Status add(bool tls, int threads)
    {
        auto& origin = m_origins[tls ? 1 : 0];
        if (!origin) {
            auto started = origin::NullOrigin::start({tls, threads});
            if (!started)
                return std::unexpected(started.error());
            origin = *std::move(started);
        }
        m_urls.push_back(origin->url());
        return {};
    }

    std::array<std::unique_ptr<origin::NullOrigin>, 2> m_origins; // the second with TLS
    std::vector<std::string> m_urls;
};

// The scenario for `seconds`, without what would end it early or judge it.
settings::Scenario shortened(const settings::Scenario& scenario, double seconds, double warmUp)
{
    auto block = experiment::blockScenario(scenario);
    block.load.durationS = seconds;
    block.load.warmupS = warmUp;
    return block;
}

double driveSpan(const CalibrationPlan& plan)
{
    return plan.drive ? 7 * (trialSeconds + trialWarmUp) : 0;
}

class Calibrator {
public:
    Calibrator(const settings::Scenario& scenario, const CalibrationPlan& plan, const std::function<bool()>& cancelled,
               const std::function<void(const CalibrationProgress&)>& onProgress)
        : m_scenario(scenario)
        , m_plan(plan)
        , m_cancelled(cancelled)
        , m_onProgress(onProgress)
        , m_blockSeconds(blockSecondsOf(plan, scenario))
        , m_blockWarmUp(std::min(scenario.load.warmupS, mostBlockWarmUp))
    {
        m_driveSpan = driveSpan(plan);
        m_noiseSpan = secondsOf(plan, scenario) - m_driveSpan;
    }

    base::Result<CalibrationResult> run()
    {
        m_result.machine = calibration::thisMachine();
        m_result.scenario = m_scenario.scenario.name;
        m_result.at = base::rfc3339(base::WallClock::now());
        progress("timer and clock", 0);
        const auto lag = load::measureTimerLag(wakeUps);
        m_result.wakeUps = lag.wakeUps;
        m_result.instrument = {microseconds(lag.p50), microseconds(lag.p99), microseconds(lag.max), clockCostNs()};
        if (m_plan.drive)
            if (auto driven = measureDrive(); !driven)
                return std::unexpected(driven.error());
        m_result.hasStages = m_plan.noise && !m_scenario.load.stages.empty();
        if (m_plan.noise && !m_result.hasStages && !m_result.cancelled)
            if (auto measured = measureNoise(); !measured)
                return std::unexpected(measured.error());
        return std::move(m_result);
    }

private:
    void progress(std::string text, double doneS)
    {
        const double whole = std::max(0.1, m_driveSpan + m_noiseSpan);
        if (m_onProgress)
            m_onProgress({std::move(text), std::min(1.0, doneS / whole), std::max(0.0, whole - doneS)});
    }

    // Null when it was cancelled.
    base::Result<std::optional<Block>> runBlock(const settings::Scenario& scenario, bool insecure)
    {
        if (m_cancelled()) {
            m_result.cancelled = true;
            return std::nullopt;
        }
        Follower follower;
        RunOptions options;
        options.insecure = insecure;
        auto run = Run::start(scenario, options, [&follower](const metrics::SnapshotPtr&) { follower.wake(); });
        if (!run)
            return std::unexpected(run.error());
        follower.follow(**run, m_cancelled);
        const auto snapshot = (*run)->report().snapshot;
        if (!snapshot || snapshot->interrupted) {
            m_result.cancelled = true;
            return std::nullopt;
        }
        return blockOf(*snapshot);
    }

    // To an origin of our own, whose certificate nobody trusts.
    base::Result<std::optional<Block>> trial(const settings::Scenario& scenario, double rate)
    {
        auto block = runBlock(scenario, true);
        if (block && *block)
            m_result.trials.push_back({rate, throughputOf((*block)->figures), (*block)->verdict});
        return block;
    }

    base::Status measureDrive();
    base::Status measureNoise();

    const settings::Scenario& m_scenario;
    const CalibrationPlan& m_plan;
    const std::function<bool()>& m_cancelled;
    const std::function<void(const CalibrationProgress&)>& m_onProgress;
    double m_blockSeconds;
    double m_blockWarmUp;
    double m_driveSpan = 0;
    double m_noiseSpan = 0;
    CalibrationResult m_result;
};

base::Status Calibrator::measureDrive()
{
    const auto targets = NullTargets::start(m_scenario);
    if (!targets)
        return std::unexpected(targets.error());
    auto scenario = calibration::driveScenario(m_scenario);
    scenario.target.urls = targets->urls();
    scenario.load.durationS = trialSeconds;
    scenario.load.warmupS = trialWarmUp;
    const double perArrival = calibration::requestsPerArrival(m_scenario);

    scenario.load.model = settings::LoadModel::Closed;
    scenario.load.users = ceilingUsers;
    progress("what this machine can send: as fast as it goes", 0);
    const auto ceiling = trial(scenario, 0);
    if (!ceiling)
        return std::unexpected(ceiling.error());
    if (!*ceiling)
        return {};

    scenario.load.model = settings::LoadModel::Open;
    base::Status status;
    double done = 0;
    m_result.drive = calibration::searchDrive(
        throughputOf((*ceiling)->figures), [&](double rate) -> std::optional<bool> {
            done = std::min(done + trialSeconds + trialWarmUp, m_driveSpan);
            progress(fmt::format("what this machine can send: {:.0f} requests a second", rate), done);
            scenario.load.rate = rate / perArrival;
            // Long enough for the p99 that the verdict asks for.
            scenario.load.durationS = std::clamp(1200 / rate, trialSeconds, 10.0);
            const auto block = trial(scenario, rate);
            if (!block)
                status = std::unexpected(block.error());
            if (!block || !*block)
                return std::nullopt;
            return (*block)->verdict.level == metrics::Verdict::Level::Valid;
        });
    return status;
}

base::Status Calibrator::measureNoise()
{
    const auto scenario = shortened(m_scenario, m_blockSeconds, m_blockWarmUp);
    for (int i = 0; i < m_plan.blocks; ++i) {
        progress(fmt::format("noise floor: block {} of {}", i + 1, m_plan.blocks),
                 m_driveSpan + i * (m_blockSeconds + m_blockWarmUp));
        const auto block = runBlock(scenario, m_plan.insecure);
        if (!block)
            return std::unexpected(block.error());
        if (!*block)
            return {};
        m_result.blocks.push_back((*block)->figures);
        m_result.overloadedBlocks += (*block)->verdict.level == metrics::Verdict::Level::Invalid ? 1 : 0;
    }
    m_result.noise = calibration::noiseFloorOf(m_result.blocks, m_blockSeconds);
    return {};
}

} // namespace

double secondsOf(const CalibrationPlan& plan, const settings::Scenario& scenario)
{
    const double block = blockSecondsOf(plan, scenario) + std::min(scenario.load.warmupS, mostBlockWarmUp);
    return driveSpan(plan) + (plan.noise && scenario.load.stages.empty() ? plan.blocks * block : 0);
}

double blockSecondsOf(const CalibrationPlan& plan, const settings::Scenario& scenario)
{
    if (plan.blockSeconds > 0)
        return plan.blockSeconds;
    constexpr double spare = 1.2; // over the thousand that a p99 needs, as random arrivals may be fewer
    if (scenario.load.model == settings::LoadModel::Closed)
        return 3;
    return std::clamp(std::ceil(10 * spare * 1000 / scenario.load.rate) / 10, 2.0, 10.0);
}

void CalibrationResult::addTo(calibration::Calibration& known, const settings::Scenario& of) const
{
    known.machine = machine;
    known.instrument = instrument;
    if (drive)
        calibration::remember(known, calibration::KnownDrive{calibration::driveDigest(of), scenario, at, *drive});
    if (noise)
        calibration::remember(known, calibration::KnownNoise{calibration::noiseDigest(of), scenario, at, *noise});
}

base::Result<CalibrationResult> calibrate(const settings::Scenario& scenario, const CalibrationPlan& plan,
                                          const std::function<bool()>& cancelled,
                                          const std::function<void(const CalibrationProgress&)>& onProgress)
{
    if (auto valid = checkScenario(scenario); !valid)
        return std::unexpected(valid.error());
    return Calibrator{scenario, plan, cancelled, onProgress}.run();
}

} // namespace weir::session
