// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/last_epoch.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace weir::report {

std::vector<const metrics::Row*> measuredTotals(const metrics::Snapshot& snapshot)
{
    std::vector<const metrics::Row*> totals;
    for (const auto& row : snapshot.rows)
        if (metrics::isMeasured(row->phase) && row->endpoint < 0)
            totals.push_back(row.get());
    static const auto requests = metrics::metricIndex("requests");
    std::ranges::stable_sort(totals, {}, [](const auto* row) { return std::pair{row->epoch, row->values[requests]}; });
    return totals;
}

static bool hasStages(const metrics::Snapshot& snapshot)
{
    return snapshot.run->phases.size() > metrics::measuredPhase + std::size_t{1};
}

std::string stretchText(const metrics::Snapshot& snapshot, const metrics::Row& row)
{
    auto text = hasStages(snapshot) ? fmt::format("stage {}, ", snapshot.phaseName(row.phase)) : std::string{};
    std::string changes;
    for (const auto& event : snapshot.events)
        if (event.epoch == row.epoch)
            changes += (changes.empty() ? "" : "; ") + event.text;
    text += fmt::format("epoch {}", row.epoch);
    return changes.empty() ? text : fmt::format("{} ({})", text, changes);
}

std::string stretchName(const metrics::Snapshot& snapshot, const metrics::Row& row)
{
    const auto epoch = fmt::format("epoch{}", row.epoch);
    return hasStages(snapshot) ? fmt::format("{}-{}", snapshot.phaseName(row.phase), epoch) : epoch;
}

} // namespace weir::report
