// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/plan.h"

#include <array>

namespace weir::experiment {

std::string_view kindName(Kind kind)
{
    static constexpr std::array<std::string_view, 5> names{"try", "screen", "sweep", "find", "compare"};
    return names[static_cast<std::size_t>(kind)];
}

std::vector<std::string> Plan::effectiveMetrics() const
{
    if (!metrics.empty())
        return metrics;
    return {std::string{usualMetric}, "latency_p50_ms", "wire_bytes", "target_cpu_ratio", "cache_hit_ratio"};
}

} // namespace weir::experiment
