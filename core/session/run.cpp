// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run.h"

#include "core/analysis/threshold.h"
#include "core/load/client_groups.h"
#include "core/load/load_engine.h"
#include "core/proxy/gateway/exchange_notes.h"
#include "core/session/file_needs.h"
#include "core/session/target_processes.h"
#include "core/session/targets.h"
#include "core/settings/files.h"

#include <mutex>

namespace weir::session {

struct Run::Parts {
    // Each outlives what follows it.
    std::unique_ptr<origin::Origin> origin;
    std::unique_ptr<host::TargetWatch> targetWatch; // null where there is nothing to watch
    proxy::NoteBoard notes;
    std::unique_ptr<proxy::Gateway> gateway; // load.path=listener
    std::vector<std::unique_ptr<proxy::Gateway>> armGateways;
    std::vector<upstream::Target> targets;   // of an experiment's further arms
    std::vector<settings::OriginSettings> origins; // by arm
    std::unique_ptr<load::LoadEngine> engine;
    OnSnapshot onSnapshot;
    calibration::CalibrationPtr calibration;

    mutable std::mutex mutex; // guards the snapshot
    metrics::SnapshotPtr latest;

    void watch(const Targets& targets, const settings::Scenario& scenario, load::LoadEngine::Setup& setup)
    {
        for (const auto& target : targets.list)
            if (target.name)
                setup.targetLookup = std::max(setup.targetLookup, target.lookup);
        auto watching = watchTargets(targets, scenario.target);
        if (!watching) {
            setup.whyNoTargetProcess = base::text(watching.error());
            return;
        }
        targetWatch = *std::move(watching);
        setup.targetProcess = targetWatch->name();
        setup.targetLevels = [watch = targetWatch.get()] { return watch->take(); };
    }

    // Puts a gateway before the targets, which it takes the place of.
    base::Result<std::unique_ptr<proxy::Gateway>> listen(const settings::Scenario& scenario,
                                                         std::vector<upstream::Target>& list)
    {
        auto started = proxy::Gateway::start(scenario, std::move(list), &notes);
        if (!started)
            return std::unexpected(started.error());
        net::TlsOptions tls;
        tls.caText = (*started)->certificate();
        tls.certificateFile = settings::pathOf(scenario, scenario.tls.certificateFile); // the listener may ask for one
        tls.keyFile = settings::pathOf(scenario, scenario.tls.keyFile);
        auto target = upstream::makeTarget((*started)->url(), tls);
        if (!target)
            return std::unexpected(target.error());
        list.clear();
        list.push_back(*std::move(target));
        return started;
    }

    void publish(metrics::SnapshotPtr snapshot)
    {
        {
            const std::lock_guard lock{mutex};
            latest = snapshot;
        }
        if (onSnapshot)
            onSnapshot(std::move(snapshot));
    }
};

// What the thresholds that abort say of a snapshot; empty where none does.
static std::function<metrics::RunEnd(const metrics::Snapshot&)> endOn(const settings::Scenario& scenario)
{
    auto aborting = analysis::parsedThresholds(scenario.scenario.thresholds);
    std::erase_if(aborting, [](const auto& threshold) { return !threshold.aborts; });
    if (aborting.empty())
        return {};
    return [aborting = std::move(aborting)](const metrics::Snapshot& snapshot) {
        return snapshot.state == metrics::RunState::Finished ? metrics::RunEnd{}
                                                             : analysis::abortOf(aborting, snapshot);
    };
}

Run::Run(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}

Run::~Run()
{
    m_parts->engine.reset();
}

base::Result<std::unique_ptr<Run>> Run::start(const settings::Scenario& scenario, const RunOptions& options,
                                              OnSnapshot onSnapshot)
{
    return guardedStart([&]() -> base::Result<std::unique_ptr<Run>> {
        if (auto valid = checkScenario(scenario); !valid)
            return std::unexpected(valid.error());
        if (auto provided = provideFiles(fileNeedsOfRun(scenario)); !provided)
            return std::unexpected(provided.error());
        auto parts = std::make_unique<Parts>();
        parts->onSnapshot = std::move(onSnapshot);
        parts->calibration = options.calibration;
        auto targets = reachTargets(scenario, options.insecure);
        if (!targets)
            return std::unexpected(targets.error());
        load::LoadEngine::Setup setup;
        setup.scenario = scenario;
        parts->watch(*targets, scenario, setup);
        setup.stolenTime = host::stolenTime;
        setup.threadDelay = host::threadDelay;
        parts->origin = std::move(targets->origin);
        if (options.isExperiment) {
            parts->targets = targets->list;
            parts->origins.push_back(scenario.origin);
            setup.epochsKept = epochsKept;
        }
        setup.targets = std::move(targets->list);
        setup.targetText = std::move(targets->text);
        setup.label = options.label;
        setup.builtInOrigin = parts->origin != nullptr;
        setup.listeners = {options.onInterval, options.onExchanges};
        if (parts->origin)
            setup.originCpu = [origin = parts->origin.get()] { return origin->cpuTime(); };
        if (scenario.load.path == settings::LoadPath::Listener) {
            auto listening = parts->listen(scenario, setup.targets);
            if (!listening)
                return std::unexpected(listening.error());
            parts->gateway = *std::move(listening);
            setup.gateway = parts->gateway.get();
        }
        auto groups = load::targetsOfGroups(std::move(setup.targets), scenario);
        if (!groups)
            return std::unexpected(groups.error());
        setup.targets = std::move(groups->targets);
        setup.sources = groups->sources;
        setup.endOn = endOn(scenario);
        setup.onSnapshot = [raw = parts.get()](metrics::SnapshotPtr snapshot) { raw->publish(std::move(snapshot)); };
        auto engine = load::LoadEngine::start(std::move(setup));
        if (!engine)
            return std::unexpected(engine.error());
        parts->engine = *std::move(engine);
        return std::unique_ptr<Run>{new Run{std::move(parts)}};
    });
}

void Run::apply(const settings::Scenario& scenario)
{
    const auto inForce = m_parts->engine->apply(scenario);
    if (m_parts->origin)
        m_parts->origin->apply(inForce->origin);
}

base::Result<std::size_t> Run::addArm(const settings::Scenario& scenario)
{
    auto& parts = *m_parts;
    load::Arm arm;
    arm.scenario = scenario;
    arm.targets = parts.targets;
    if (scenario.load.path == settings::LoadPath::Listener) {
        auto own = scenario;
        own.listener.address.resize(own.listener.address.rfind(':') + 1);
        own.listener.address += '0'; // a free port, since the run has its own
        auto listening = parts.listen(own, arm.targets);
        if (!listening)
            return std::unexpected(listening.error());
        parts.armGateways.push_back(*std::move(listening));
        arm.gateway = parts.armGateways.back().get();
    }
    auto groups = load::targetsOfGroups(std::move(arm.targets), scenario);
    if (!groups)
        return std::unexpected(groups.error());
    arm.targets = std::move(groups->targets);
    arm.sources = groups->sources;
    parts.origins.push_back(scenario.origin);
    return parts.engine->addArm(std::move(arm));
}

std::optional<Run::Begun> Run::begin(std::size_t arm, std::optional<std::uint64_t> draw, const std::string& text,
                                     base::TimePoint at)
{
    const auto begun = m_parts->engine->begin({arm, draw, text, at});
    if (!begun)
        return std::nullopt;
    if (m_parts->origin)
        m_parts->origin->apply(m_parts->origins[arm]);
    return Begun{begun->epoch, begun->at};
}

void Run::stop()
{
    m_parts->engine->stop();
}

bool Run::finished() const
{
    return m_parts->engine->finished();
}

void Run::waitUntilFinished()
{
    m_parts->engine->waitUntilFinished();
}

report::RunReport Run::report() const
{
    report::RunReport report;
    report.epochs = m_parts->engine->epochs();
    report.calibration = m_parts->calibration;
    const std::lock_guard lock{m_parts->mutex};
    report.snapshot = m_parts->latest;
    return report;
}

} // namespace weir::session
