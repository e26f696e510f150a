// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/run_report.h"

#include <string>
#include <vector>

namespace weir::report {

// The totals of the measured phase, one for each epoch, in their order. Formats that have room for one set of figures
// take the last: it is what the run ended in, and no figure blends two.
std::vector<const metrics::Row*> measuredTotals(const metrics::Snapshot& snapshot);

// "epoch 1 (pool.max_connections 64 → 2)": how it is told apart from the others.
std::string epochText(const metrics::Snapshot& snapshot, metrics::EpochId epoch);

} // namespace weir::report
