// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/latency.h"

#include <algorithm>
#include <cmath>

namespace weir::origin {

base::Nanos drawLatency(const settings::OriginSettings& settings, base::Random& random)
{
    constexpr double longestMs = 600'000; // beyond it a duration would soon overflow
    double ms = settings.latencyMs;
    // Drawn in either model, so that switching the model does not change the order of what follows.
    const double deviation = random.normal();
    if (settings.latencyModel == settings::LatencyModel::LogNormal)
        ms *= std::exp(settings.latencySigma * deviation);
    return base::Nanos{static_cast<std::int64_t>(std::min(ms, longestMs) * 1e6)};
}

} // namespace weir::origin
