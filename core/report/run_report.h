// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/calibration/calibration.h"
#include "core/metrics/snapshot.h"
#include "core/settings/scenario.h"

#include <memory>
#include <vector>

namespace weir::report {

// All that the writers need of a run: what was measured, and the settings each epoch ran under. A value; any thread.
struct RunReport {
    metrics::SnapshotPtr snapshot;
    std::vector<std::shared_ptr<const settings::Scenario>> epochs; // by EpochId
    calibration::CalibrationPtr calibration{};                     // what was known of this machine; may be null

    // The settings the run started with.
    const settings::Scenario& scenario() const { return *epochs.front(); }
};

} // namespace weir::report
