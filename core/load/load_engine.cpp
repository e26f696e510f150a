// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/load_engine.h"

#include "core/analysis/threshold.h"
#include "core/base/seconds.h"
#include "core/base/time_id.h"
#include "core/load/collecting.h"
#include "core/load/timer_lag.h"
#include "core/load/worker.h"
#include "core/settings/load_stages.h"
#include "core/settings/schema.h"
#include "core/settings/validate.h"

#include <fmt/format.h>

#include <thread>

namespace weir::load {

namespace {

static_assert(metrics::mostPhases == settings::mostStages + 1, "the warm-up and the stages");

Timeline timelineOf(const settings::LoadSettings& load, const std::vector<settings::LoadPhase>& phases,
                    base::TimePoint begin)
{
    Timeline timeline;
    timeline.begin = begin;
    timeline.measure = timeline.end = begin + phases.front().length;
    for (std::size_t i = metrics::measuredPhase; i < phases.size(); ++i) {
        if (i > metrics::measuredPhase)
            timeline.laterPhases.push_back(timeline.end);
        timeline.end += phases[i].length;
    }
    timeline.drain = base::fromSeconds(load.drainS);
    return timeline;
}

// Measured anew for each run, which takes 40 ms: what the machine is like changes with what else runs on it.
base::Nanos hybridWindow(const settings::LoadSettings& load)
{
    constexpr int wakeUps = 100;
    if (load.idle != settings::IdleStrategy::Hybrid || load.model != settings::LoadModel::Open)
        return WorkerShared::usualWindow;
    return pollWindowFor(measureTimerLag(wakeUps));
}

metrics::RunInfo runInfo(const LoadEngine::Setup& setup, const std::vector<settings::LoadPhase>& phases)
{
    metrics::RunInfo info;
    info.startedAt = base::WallClock::now();
    info.runId = base::timeId(info.startedAt);
    info.scenario = setup.scenario.scenario.name;
    info.label = setup.label;
    for (const auto& record : settings::effectiveRequests(setup.scenario))
        info.endpoints.push_back(record.name);
    info.thresholds = setup.scenario.scenario.thresholds;
    info.percentiles = analysis::askedPercentiles(info.thresholds);
    info.goodWithin = settings::goodWithin(setup.scenario.slo);
    for (const auto& record : setup.scenario.clientGroups)
        info.clientGroups.push_back(record.name);
    info.phases.clear();
    for (const auto& phase : phases) {
        info.phases.push_back(phase.name);
        info.duration += phase.length;
    }
    info.warmup = phases.front().length;
    info.duration -= info.warmup;
    info.target = setup.targetText;
    info.builtInOrigin = setup.builtInOrigin;
    info.targetProcess = setup.targetProcess;
    info.whyNoTargetProcess = setup.whyNoTargetProcess;
    info.seed = setup.scenario.load.seed;
    return info;
}

std::string describe(const std::vector<settings::KnobChange>& changes)
{
    std::string text;
    for (const auto& change : changes)
        text += fmt::format("{}{} {} → {}", text.empty() ? "" : ", ", change.path.key(),
                            settings::redactedText(change.path, change.before),
                            settings::redactedText(change.path, change.after));
    return text;
}

} // namespace

struct LoadEngine::Parts {
    // What an arm of an experiment brings: arm 0 is the run itself.
    struct Side {
        std::shared_ptr<const settings::Scenario> scenario;
        proxy::Services* services = nullptr;
        proxy::Gateway* gateway = nullptr;

        upstream::Cluster& cluster() const { return gateway ? gateway->services().cluster : services->cluster; }
    };

    explicit Parts(Setup given)
        : setup(std::move(given))
        , services(setup.targets, setup.scenario, proxy::sideOf(setup.scenario.load.path), setup.sources)
    {
    }

    // Where the pool and the cache are that the run is about.
    proxy::Services& proxyServices() { return setup.gateway ? setup.gateway->services() : services; }

    void configure(const std::shared_ptr<const settings::Scenario>& scenario)
    {
        services.configure(*scenario);
        if (setup.gateway)
            setup.gateway->apply(scenario);
    }

    bool workersFinished() const
    {
        return std::ranges::all_of(workers, [](const auto& worker) { return worker->finished(); });
    }

    void publish(metrics::SnapshotPtr snapshot)
    {
        if (setup.endOn)
            if (auto end = setup.endOn(*snapshot); end.cause != metrics::RunEnd::Cause::None)
                stop->end(std::move(end));
        if (setup.onSnapshot)
            setup.onSnapshot(std::move(snapshot));
    }

    // Of all gateways: what one did before the switch still counts.
    Collecting::ProxyReading readProxy() const
    {
        Collecting::ProxyReading sum;
        const std::lock_guard lock{armsMutex};
        for (const auto& arm : arms) {
            sum.cpu += arm.gateway->cpuTime();
            sum.workers = arm.gateway->workerCount();
            sum.acceptPauses += arm.gateway->counters().acceptPauses;
        }
        return sum;
    }

    Setup setup;
    proxy::Services services; // outlives the workers, which outlive the collecting
    std::vector<std::unique_ptr<proxy::Services>> armServices; // likewise
    mutable std::mutex armsMutex;
    std::vector<Side> arms;
    metrics::IntervalExchange intervals;
    FailureLog failures;
    std::unique_ptr<StopConditions> stop;
    std::unique_ptr<WorkerShared> shared;
    std::vector<std::unique_ptr<Worker>> workers;
    std::unique_ptr<Collecting> collecting;
    Timeline timeline;

    mutable std::mutex mutex; // guards what follows
    bool stopped = false;
    std::vector<std::shared_ptr<const settings::Scenario>> epochs;
};

LoadEngine::LoadEngine(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}

LoadEngine::~LoadEngine()
{
    if (!m_parts->collecting)
        return;
    m_parts->collecting->endEarly(base::now());
    for (auto& worker : m_parts->workers)
        worker->abandon();
    m_parts->collecting->join();
    for (auto& worker : m_parts->workers)
        worker->join();
}

base::Result<std::unique_ptr<LoadEngine>> LoadEngine::start(Setup setup)
{
    auto parts = std::make_unique<Parts>(std::move(setup));
    const auto& scenario = parts->setup.scenario;
    const auto window = hybridWindow(scenario.load);
    const auto phases = settings::loadPhases(scenario.load);
    const auto curve = settings::loadCurve(phases);
    const auto info = runInfo(parts->setup, phases);
    const int count = settings::workerCount(scenario.engine);
    parts->timeline = timelineOf(scenario.load, phases, base::now() + lead);
    parts->epochs.push_back(std::make_shared<const settings::Scenario>(scenario));
    parts->services.notes = parts->proxyServices().notes;
    parts->arms.push_back({parts->epochs.front(), &parts->services, parts->setup.gateway});
    const auto scope = workload::Scope::of(scenario);
    if (!scope)
        return std::unexpected(scope.error());
    parts->stop = std::make_unique<StopConditions>(scenario.load, count);
    parts->shared = std::make_unique<WorkerShared>(parts->services, parts->intervals, parts->failures, *parts->stop,
                                                   info.endpoints.size(), info.clientGroups.size(), count);
    parts->shared->hybridWindow = window;
    parts->shared->threadDelay = parts->setup.threadDelay;
    parts->shared->keepsExchanges = static_cast<bool>(parts->setup.listeners.onExchanges);
    for (int i = 0; i < count; ++i) {
        auto source = RequestSource::make(scenario, i, *scope);
        if (!source)
            return std::unexpected(source.error());
        parts->workers.push_back(std::make_unique<Worker>(i, *parts->shared, parts->epochs.front(), *std::move(source),
                                                          parts->timeline, curve));
    }
    for (auto& worker : parts->workers)
        worker->start();

    Collecting::Sources sources{parts->intervals,
                                      parts->failures,
                                      &parts->proxyServices().cluster,
                                      [raw = parts.get()] { return raw->workersFinished(); },
                                      *parts->stop,
                                      parts->setup.originCpu,
                                      parts->setup.targetLevels,
                                      parts->setup.targetLookup,
                                      {},
                                      parts->setup.stolenTime,
                                      [raw = parts.get()](auto snapshot) { raw->publish(std::move(snapshot)); },
                                      parts->setup.listeners};
    if (parts->setup.gateway)
        sources.proxy = [raw = parts.get()] { return raw->readProxy(); };
    const Collecting::Plan plan{parts->timeline,
                                scenario.load.path != settings::LoadPath::Direct,
                                scenario.load.model == settings::LoadModel::Open,
                                variationOfGaps(scenario.load),
                                curve,
                                Bursts{scenario.load},
                                parts->setup.epochsKept};
    parts->collecting = std::make_unique<Collecting>(info, sources, plan);
    return std::unique_ptr<LoadEngine>{new LoadEngine{std::move(parts)}};
}

std::shared_ptr<const settings::Scenario> LoadEngine::apply(const settings::Scenario& wanted)
{
    auto& parts = *m_parts;
    const std::lock_guard lock{parts.mutex};
    const auto before = parts.epochs.back();
    auto next = std::make_shared<settings::Scenario>(*before);
    std::vector<settings::KnobChange> live;
    for (const auto& change : settings::changes(*before, wanted))
        if (change.path.knob->applies == settings::Applies::Live
            && !settings::setValue(*next, change.path, change.after))
            live.push_back(change);
    const auto now = base::now();
    if (live.empty() || parts.stopped || now >= parts.timeline.end || finished())
        return before;

    const auto epoch = static_cast<metrics::EpochId>(parts.epochs.size());
    parts.epochs.push_back(next);
    metrics::EventMark mark;
    mark.at = now - parts.timeline.begin;
    mark.epoch = epoch;
    mark.text = describe(live);
    const auto newRate = next->load.rate != before->load.rate ? std::optional{next->load.rate} : std::nullopt;
    parts.collecting->openEpoch(std::move(mark), newRate, [&] { parts.configure(next); });
    for (auto& worker : parts.workers)
        worker->apply(next, epoch, now + lead);
    return next;
}

std::size_t LoadEngine::addArm(Arm arm)
{
    auto& parts = *m_parts;
    auto services = std::make_unique<proxy::Services>(std::move(arm.targets), arm.scenario,
                                                      proxy::sideOf(arm.scenario.load.path), arm.sources);
    services->notes = parts.services.notes;
    for (auto& worker : parts.workers)
        worker->attach(*services);
    const std::lock_guard lock{parts.armsMutex};
    parts.arms.push_back(
        {std::make_shared<const settings::Scenario>(std::move(arm.scenario)), services.get(), arm.gateway});
    parts.armServices.push_back(std::move(services));
    return parts.arms.size() - 1;
}

std::optional<LoadEngine::Begun> LoadEngine::begin(const Block& block)
{
    auto& parts = *m_parts;
    const std::lock_guard lock{parts.mutex};
    const auto at = std::max(block.at, base::now() + lead);
    if (parts.stopped || at >= parts.timeline.end || finished())
        return std::nullopt;
    const auto arm = [&] {
        const std::lock_guard armsLock{parts.armsMutex};
        return parts.arms[block.arm];
    }();
    const auto epoch = static_cast<metrics::EpochId>(parts.epochs.size());
    parts.epochs.push_back(arm.scenario);
    for (auto& worker : parts.workers)
        worker->apply(Switch{at, arm.scenario, epoch, arm.services, block.draw});
    std::this_thread::sleep_until(at);
    metrics::EventMark mark;
    mark.at = at - parts.timeline.begin;
    mark.epoch = epoch;
    mark.text = block.text;
    const auto newRate = arm.scenario->load.model == settings::LoadModel::Open ? std::optional{arm.scenario->load.rate}
                                                                              : std::nullopt;
    parts.collecting->openEpoch(std::move(mark), newRate, [] {}, &arm.cluster());
    return Begun{epoch, at};
}

void LoadEngine::stop()
{
    {
        const std::lock_guard lock{m_parts->mutex};
        m_parts->stopped = true;
    }
    m_parts->collecting->endEarly(base::now());
    for (auto& worker : m_parts->workers)
        worker->stop();
}

bool LoadEngine::finished() const
{
    return m_parts->collecting->finished();
}

void LoadEngine::waitUntilFinished()
{
    m_parts->collecting->join();
}

std::vector<std::shared_ptr<const settings::Scenario>> LoadEngine::epochs() const
{
    const std::lock_guard lock{m_parts->mutex};
    return m_parts->epochs;
}

} // namespace weir::load
