// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/bucket_counts.h"

#include <algorithm>
#include <limits>

namespace weir::report {

using metrics::Histogram;

void BucketCounts::add(std::size_t index, std::uint64_t count)
{
    constexpr std::uint64_t mostAtOnce = std::numeric_limits<std::uint32_t>::max();
    while (count > 0) {
        if (m_counts.empty() || m_counts.back().first != index || m_counts.back().second == mostAtOnce)
            m_counts.emplace_back(static_cast<std::uint32_t>(index), 0);
        auto& held = m_counts.back().second;
        const auto part = std::min(count, mostAtOnce - held);
        held += static_cast<std::uint32_t>(part);
        count -= part;
    }
}

std::size_t nearestIndex(std::uint64_t value)
{
    value = std::min(value, Histogram::highest);
    const auto index = Histogram::indexOf(value);
    const auto toUpperEnd = Histogram::highestAt(index) - value;
    const auto toEndBelow = value - Histogram::lowestAt(index) + 1;
    return index > 0 && toEndBelow < toUpperEnd ? index - 1 : index;
}

} // namespace weir::report
