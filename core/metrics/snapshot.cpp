// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/snapshot.h"

#include <algorithm>
#include <array>

namespace weir::metrics {

std::string_view endName(RunEnd::Cause cause)
{
    static constexpr std::array<std::string_view, 7> names{"",     "time",      "requests", "errors",
                                                           "data", "threshold", "user"};
    return names[static_cast<std::size_t>(cause)];
}

std::string_view verdictName(Verdict::Level level)
{
    static constexpr std::array<std::string_view, 4> names{"", "VALID", "SUSPECT", "INVALID"};
    return names[static_cast<std::size_t>(level)];
}

const Row* Snapshot::total(PhaseId wantedPhase, EpochId wantedEpoch) const
{
    const auto at = std::ranges::find_if(rows, [&](const auto& row) {
        return row->endpoint < 0 && row->phase == wantedPhase && row->epoch == wantedEpoch;
    });
    return at == rows.end() ? nullptr : at->get();
}

const Point* Snapshot::latest() const
{
    const auto at = std::find_if(recent.rbegin(), recent.rend(), [](const auto& point) { return !point->late; });
    return at == recent.rend() ? nullptr : at->get();
}

} // namespace weir::metrics
