// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace weir::load {

// The first failures of each endpoint and outcome, from all workers, on their way to the collector. Any thread.
class FailureLog {
public:
    static constexpr int kept = 5; // of each endpoint and outcome
    static constexpr std::size_t bodyKept = 512;

    // Asked before the details are gathered, since they cost.
    bool wants(metrics::EndpointId endpoint, metrics::Outcome outcome);
    void add(metrics::Failure failure);
    std::vector<metrics::Failure> take();

private:
    std::mutex m_mutex;
    std::map<std::pair<metrics::EndpointId, metrics::Outcome>, int> m_counts;
    std::vector<metrics::Failure> m_failures;
};

} // namespace weir::load
