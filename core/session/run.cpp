// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run.h"

#include "core/analysis/threshold.h"
#include "core/load/load_engine.h"
#include "core/origin/origin.h"
#include "core/settings/schema.h"
#include "core/settings/validate.h"

#include <mutex>

namespace weir::session {

using base::Errc;
using base::fail;

namespace {

// The first problem in full and the number of the others: a banner's worth. The command line shows all of them.
base::Status checkScenario(const settings::Scenario& scenario)
{
    if (const auto problems = settings::validate(scenario); !problems.empty()) {
        std::string text;
        for (const auto& problem : problems)
            text += (text.empty() ? "" : "\n") + settings::text(problem);
        return fail(Errc::InvalidScenario, text);
    }
    for (const auto& threshold : scenario.scenario.thresholds)
        if (const auto parsed = analysis::parseThreshold(threshold); !parsed)
            return std::unexpected(parsed.error());
    return {};
}

base::Result<std::vector<upstream::Target>> reachableTargets(const std::vector<std::string>& urls,
                                                             const settings::Scenario& scenario, bool insecure)
{
    net::TlsTrust trust;
    trust.caFile = scenario.tls.caFile;
    trust.insecure = insecure;
    const auto timeout =
        std::chrono::duration_cast<base::Nanos>(std::chrono::duration<double, std::milli>(scenario.pool.connectTimeoutMs));
    std::vector<upstream::Target> targets;
    for (const auto& url : urls) {
        auto target = upstream::makeTarget(url, trust);
        if (!target)
            return std::unexpected(target.error());
        if (auto reached = upstream::probe(*target, timeout); !reached)
            return std::unexpected(reached.error());
        targets.push_back(*std::move(target));
    }
    return targets;
}

} // namespace

struct Run::Parts {
    std::unique_ptr<origin::Origin> origin; // outlives the engine
    std::unique_ptr<load::LoadEngine> engine;
    OnSnapshot onSnapshot;

    mutable std::mutex mutex; // guards the snapshot
    metrics::SnapshotPtr latest;

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
    auto urls = scenario.target.urls;
    if (urls.empty()) {
        auto origin = origin::Origin::start(scenario.origin);
        if (!origin)
            return std::unexpected(origin.error());
        parts->origin = *std::move(origin);
        urls.push_back(parts->origin->url());
    }
    auto targets = reachableTargets(urls, scenario, options.insecure);
    if (!targets)
        return std::unexpected(targets.error());

    load::LoadEngine::Setup setup;
    setup.scenario = scenario;
    setup.targets = *std::move(targets);
    setup.label = options.label;
    setup.builtInOrigin = parts->origin != nullptr;
    if (parts->origin)
        setup.originCpu = [origin = parts->origin.get()] { return origin->cpuTime(); };
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
    const std::lock_guard lock{m_parts->mutex};
    report.snapshot = m_parts->latest;
    return report;
}

} // namespace weir::session
