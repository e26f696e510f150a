// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/run_report.h"

#include <string>
#include <vector>

namespace weir::report {

// The totals of the measured phases, one for each phase and epoch: by epoch, and within one by the number of requests.
// Formats that have room for one set of figures take the last: of the settings that the run ended in it is the stage
// that most rests on, and no figure blends two.
std::vector<const metrics::Row*> measuredTotals(const metrics::Snapshot& snapshot);

// "epoch 1 (pool.max_connections 64 → 2)" or "stage steady, epoch 0": how it is told apart from the others.
std::string stretchText(const metrics::Snapshot& snapshot, const metrics::Row& row);
// The same for a file's name: "epoch1", "steady-epoch0".
std::string stretchName(const metrics::Snapshot& snapshot, const metrics::Row& row);

} // namespace weir::report
