// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/reservoir.h"

#include <cmath>

namespace weir::metrics {

// Fills up first; the last of those begins the skipping.
std::size_t Reservoir::place()
{
    if (m_seen < m_size) {
        ++m_next;
        return static_cast<std::size_t>(m_seen - 1);
    }
    const auto at = m_seen == m_size
        ? m_size - 1
        : static_cast<std::size_t>(m_random.between(0, static_cast<std::int64_t>(m_size) - 1));
    draw();
    return at;
}

void Reservoir::draw()
{
    constexpr double furthest = 1e18;                                        // no run has that many
    const auto logOfDraw = [this] { return std::log(1 - m_random.unit()); }; // of a number in (0, 1]
    m_threshold *= std::exp(logOfDraw() / static_cast<double>(m_size));
    const double passed = std::floor(logOfDraw() / std::log1p(-m_threshold));
    m_next = m_seen + 1 + static_cast<std::uint64_t>(passed < furthest ? passed : furthest);
}

} // namespace weir::metrics
