// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <optional>
#include <vector>

// The stretch of a run that is compared, and its figures over time. Any thread.
namespace weir::experiment {

// One phase and epoch of a run, with its rows.
struct RunStretch {
    const metrics::Snapshot* snapshot = nullptr; // has to outlive it
    const metrics::Row* total = nullptr;

    const metrics::Row* endpoint(std::size_t which) const; // by EndpointId; null for none
    double seconds() const;
};

// Of that epoch, or of the last one, the measured phase in which most was asked. None where nothing was measured.
std::optional<RunStretch> stretchOf(const metrics::Snapshot& snapshot, std::optional<metrics::EpochId> epoch);

// Figures of one metric that share no request, one after the other: of whole seconds, counts and bytes of each second;
// of a percentile, whose points look back over the window that it needs, only as many as follow each other without an
// overlap. At most 60, longer runs by batches.
std::vector<double> figuresOver(const RunStretch& stretch, const metrics::Metric& metric);

// How much of what was planned ended badly, or was left out or never ended, second by second.
std::vector<double> failedShares(const RunStretch& stretch);
std::vector<double> skippedShares(const RunStretch& stretch);

} // namespace weir::experiment
