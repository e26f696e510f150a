// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/histogram.h"
#include "core/metrics/sample.h"

namespace weir::metrics {

// The response times of one stretch of a run, a second as a rule: of one endpoint or of all, of one phase and epoch,
// and of the requests answered well or of those that failed. Handed out on the collector's thread and valid during that
// call only.
struct IntervalRecord {
    PhaseId phase = measuredPhase;
    EpochId epoch = 0;
    int endpoint = -1;   // EndpointId, or -1 for all
    base::Nanos begin{}; // since the start of the run
    base::Nanos length{};
    const Histogram* response = nullptr; // in nanoseconds; never null, maybe empty
    bool isOfFailed = false;
};

} // namespace weir::metrics
