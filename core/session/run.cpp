// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run.h"

#include "core/load/load_engine.h"
#include "core/proxy/gateway/exchange_notes.h"
#include "core/session/targets.h"

#include <mutex>

namespace weir::session {

struct Run::Parts {
    // Each outlives what follows it.
    std::unique_ptr<origin::Origin> origin;
    proxy::NoteBoard notes;
    std::unique_ptr<proxy::Gateway> gateway; // load.path=listener
    std::unique_ptr<load::LoadEngine> engine;
    OnSnapshot onSnapshot;
    calibration::CalibrationPtr calibration;

    mutable std::mutex mutex; // guards the snapshot
    metrics::SnapshotPtr latest;

    // Puts a gateway between the engine and its targets.
    base::Status listen(const settings::Scenario& scenario, load::LoadEngine::Setup& setup)
    {
        auto started = proxy::Gateway::start(scenario, std::move(setup.targets), &notes);
        if (!started)
            return std::unexpected(started.error());
        gateway = *std::move(started);
        net::TlsOptions tls;
        tls.caText = gateway->certificate();
        tls.certificateFile = scenario.tls.certificateFile; // the listener may ask for one
        tls.keyFile = scenario.tls.keyFile;
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

Run::Run(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}

Run::~Run()
{
    m_parts->engine.reset();
}

base::Result<std::unique_ptr<Run>> Run::start(const settings::Scenario& scenario, const RunOptions& options,
                                              OnSnapshot onSnapshot)
{
    if (auto valid = checkScenario(scenario); !valid)
        return std::unexpected(valid.error());
    auto parts = std::make_unique<Parts>();
    parts->onSnapshot = std::move(onSnapshot);
    parts->calibration = options.calibration;
    auto targets = reachTargets(scenario, options.insecure);
    if (!targets)
        return std::unexpected(targets.error());
    parts->origin = std::move(targets->origin);

    load::LoadEngine::Setup setup;
    setup.scenario = scenario;
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
    setup.onSnapshot = [raw = parts.get()](metrics::SnapshotPtr snapshot) { raw->publish(std::move(snapshot)); };
    auto engine = load::LoadEngine::start(std::move(setup));
    if (!engine)
        return std::unexpected(engine.error());
    parts->engine = *std::move(engine);
    return std::unique_ptr<Run>{new Run{std::move(parts)}};
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
