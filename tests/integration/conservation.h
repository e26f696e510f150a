// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/csv_table.h"

#include <QString>

namespace weir::integration {

// The first row of a report's CSV in which the books do not balance, in words; empty when all do: planned = requests +
// skipped + unfinished, requests = ok + failed, failed = the sum of its kinds, and the endpoints of a phase and epoch
// add up to its total.
QString imbalance(const support::CsvTable& report);

} // namespace weir::integration
