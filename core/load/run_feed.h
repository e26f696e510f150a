// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/exchange_record.h"
#include "core/metrics/interval_record.h"
#include "core/metrics/recorder.h"
#include "core/metrics/snapshot.h"

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <vector>

namespace weir::load {

// Who wants to have a run's measurements while it goes on, to write them to files. Both may be empty.
struct Listeners {
    std::function<void(const metrics::RunInfo&, const metrics::IntervalRecord&)> onInterval;
    std::function<void(const metrics::RunInfo&, std::span<const metrics::ExchangeRecord>)> onExchanges;
};

// Hands them out: every exchange that ended, and the response times of each second by phase, epoch and endpoint. Holds
// one second at most. On the collector's thread; lives as long as it.
class RunFeed {
public:
    RunFeed(metrics::RunInfo run, Listeners listeners) : m_run(std::move(run)), m_listeners(std::move(listeners)) {}

    void add(const std::vector<std::unique_ptr<metrics::Interval>>& intervals);
    // Times are since the start of the run. Hands out the second when it is full, or at the end what there is.
    void advance(base::Nanos now, bool isLast);

private:
    using Endpoints = std::map<metrics::EndpointId, metrics::Histogram>; // that had any
    struct Times {
        Endpoints answered;
        Endpoints failed;
    };
    void handOut(metrics::IntervalRecord record, const Endpoints& endpoints) const;

    metrics::RunInfo m_run;
    Listeners m_listeners;
    std::map<std::pair<metrics::PhaseId, metrics::EpochId>, Times> m_second;
    base::Nanos m_begin{};
};

} // namespace weir::load
