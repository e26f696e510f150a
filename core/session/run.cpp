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

    // Puts a gateway between the engine and its targets.
    base::Status listen(const settings::Scenario& scenario, load::LoadEngine::Setup& setup)
    {
        auto started = proxy::Gateway::start(scenario, std::move(setup.targets), &notes);
        if (!started)
            return std::unexpected(started.error());
        gateway = *std::move(started);
        net::TlsOptions tls;
        tls.caText = gateway->certificate();
        tls.certificateFile = settings::pathOf(scenario, scenario.tls.certificateFile); // the listener may ask for one
        tls.keyFile = settings::pathOf(scenario, scenario.tls.keyFile);
        auto target = upstream::makeTarget(gateway->url(), tls);
        if (!target)
            return std::unexpected(target.error());
        setup.targets.clear();
        setup.targets.push_back(*std::move(target));
        setup.gateway = gateway.get();
        return {};
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
        setup.targets = std::move(targets->list);
        setup.targetText = std::move(targets->text);
        setup.label = options.label;
        setup.builtInOrigin = parts->origin != nullptr;
        setup.listeners = {options.onInterval, options.onExchanges};
        if (parts->origin)
            setup.originCpu = [origin = parts->origin.get()] { return origin->cpuTime(); };
        if (scenario.load.path == settings::LoadPath::Listener) {
            if (auto listening = parts->listen(scenario, setup); !listening)
                return std::unexpected(listening.error());
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
