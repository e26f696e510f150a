// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <QString>

#include <vector>

// The stretches of a run that have a row of their own: a phase and an epoch. Tables show one stretch at a time,
// because no statistic may blend settings.
namespace weir::ui {

struct RunStretch {
    metrics::PhaseId phase = metrics::measuredPhase;
    metrics::EpochId epoch = 0;

    bool operator==(const RunStretch&) const = default;
};

std::vector<RunStretch> stretchesOf(const metrics::Snapshot& snapshot); // in their order
// The one that is being measured, or was last.
RunStretch newestStretch(const metrics::Snapshot& snapshot);
// What sets it apart: "Warm-up", "Measured", "Since 2: pool.max_connections 64 → 2".
QString stretchText(const metrics::Snapshot& snapshot, const RunStretch& stretch);

// The row of `endpoint` (-1 for the total) in the stretch, or null.
const metrics::Row* rowOf(const metrics::Snapshot& snapshot, const RunStretch& stretch, int endpoint);

// The value of a metric, NaN for no row.
double valueOf(const metrics::Row* row, std::size_t metricIndex);

} // namespace weir::ui
