// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"
#include "core/settings/scenario.h"

#include <memory>
#include <vector>

namespace weir::report {

// All that the writers need of a run: what was measured, and the settings each epoch ran under. A value; any thread.
struct RunReport {
    metrics::SnapshotPtr snapshot;
    std::vector<std::shared_ptr<const settings::Scenario>> epochs; // by EpochId

    // The settings the run started with.
    const settings::Scenario& scenario() const { return *epochs.front(); }
};

} // namespace weir::report
