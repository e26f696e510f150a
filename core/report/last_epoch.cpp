// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/last_epoch.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::report {

std::vector<const metrics::Row*> measuredTotals(const metrics::Snapshot& snapshot)
{
    std::vector<const metrics::Row*> totals;
    for (const auto& row : snapshot.rows)
        if (row->phase == metrics::Phase::Measure && row->endpoint < 0)
            totals.push_back(row.get());
    std::ranges::sort(totals, {}, &metrics::Row::epoch);
    return totals;
}

std::string epochText(const metrics::Snapshot& snapshot, metrics::EpochId epoch)
{
    std::string changes;
    for (const auto& event : snapshot.events)
        if (event.epoch == epoch)
            changes += (changes.empty() ? "" : "; ") + event.text;
    return changes.empty() ? fmt::format("epoch {}", epoch) : fmt::format("epoch {} ({})", epoch, changes);
}

} // namespace weir::report
