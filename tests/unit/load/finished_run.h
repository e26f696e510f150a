// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/load/client_groups.h"
#include "core/load/load_engine.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <mutex>

namespace weir::tests {

// A run from its start to its end, and what it reported.
class FinishedRun {
public:
    explicit FinishedRun(const settings::Scenario& scenario,
                         std::function<metrics::RunEnd(const metrics::Snapshot&)> endOn = {})
    {
        load::LoadEngine::Setup setup;
        setup.scenario = scenario;
        setup.endOn = std::move(endOn);
        for (const auto& url : scenario.target.urls)
            setup.targets.push_back(upstream::makeTarget(url, net::TlsOptions()).value());
        auto groups = load::targetsOfGroups(std::move(setup.targets), scenario).value();
        setup.targets = std::move(groups.targets);
        setup.sources = groups.sources;
        setup.onSnapshot = [this](metrics::SnapshotPtr snapshot) {
            const std::lock_guard lock{m_mutex};
            m_latest = std::move(snapshot);
        };
        auto engine = load::LoadEngine::start(std::move(setup));
        if (engine)
            (*engine)->waitUntilFinished();
        else
            error = base::text(engine.error());
    }

    // Over all phases and epochs; of one endpoint, or of all.
    std::uint64_t sum(std::string_view metric, std::string_view endpoint = "") const
    {
        double total = 0;
        for (const auto& row : m_latest->rows) {
            const double value = row->values[metrics::metricIndex(metric)];
            const bool isTotal = row->endpoint < 0;
            const bool fits = endpoint.empty()
                ? isTotal
                : !isTotal && m_latest->run->endpoints[static_cast<std::size_t>(row->endpoint)] == endpoint;
            total += fits && !std::isnan(value) ? value : 0;
        }
        return static_cast<std::uint64_t>(total);
    }
    const metrics::Snapshot& snapshot() const { return *m_latest; }
    // Whether the verdict's reasons say that.
    bool hasReason(std::string_view words) const
    {
        const auto& reasons = m_latest->verdict.reasons;
        return std::ranges::any_of(reasons, [words](const auto& reason) { return reason.find(words) != reason.npos; });
    }

    std::string error; // empty: it ran

private:
    std::mutex m_mutex; // guards the snapshot during the run
    metrics::SnapshotPtr m_latest;
};

} // namespace weir::tests
