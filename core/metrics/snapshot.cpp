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

static bool isSameStretch(const Row& a, const Row& b)
{
    return a.phase == b.phase && a.epoch == b.epoch;
}

// The collector gives all endpoints a row, so the place is known. Rows that somebody else has put together are walked.
std::size_t Snapshot::nextStretch(std::size_t first) const
{
    const auto usual = first + 1 + (run ? run->endpoints.size() : 0);
    const auto& begin = *rows[first];
    if (usual <= rows.size() && isSameStretch(*rows[usual - 1], begin)
        && (usual == rows.size() || !isSameStretch(*rows[usual], begin)))
        return usual;
    auto next = first + 1;
    while (next < rows.size() && isSameStretch(*rows[next], begin))
        ++next;
    return next;
}

std::size_t Snapshot::placeIn(std::size_t first, int endpoint) const
{
    const auto usual = first + static_cast<std::size_t>(endpoint + 1);
    if (usual < rows.size() && rows[usual]->endpoint == endpoint && isSameStretch(*rows[usual], *rows[first]))
        return usual;
    for (auto at = first; at < rows.size() && isSameStretch(*rows[at], *rows[first]); ++at)
        if (rows[at]->endpoint == endpoint)
            return at;
    return rows.size();
}

const Row* Snapshot::total(PhaseId wantedPhase, EpochId wantedEpoch) const
{
    const Row* found = nullptr;
    forEachRowOf(-1, [&](const Row& row) {
        if (!found && row.phase == wantedPhase && row.epoch == wantedEpoch)
            found = &row;
    });
    return found;
}

const Point* Snapshot::latest() const
{
    const auto at = std::find_if(recent.rbegin(), recent.rend(), [](const auto& point) { return !point->late; });
    return at == recent.rend() ? nullptr : at->get();
}

} // namespace weir::metrics
