// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/mix.h"

#include <algorithm>
#include <cassert>

namespace weir::workload {

Mix::Mix(std::span<const double> weights, base::Random random) : m_random(random)
{
    double sum = 0;
    m_upTo.reserve(weights.size());
    for (std::size_t i = 0; i < weights.size(); ++i) {
        sum += weights[i];
        m_upTo.push_back(sum);
        if (weights[i] > 0)
            m_last = i;
    }
    assert(sum > 0);
}

std::size_t Mix::next()
{
    const double drawn = m_random.unit() * m_upTo.back();
    const auto at = std::ranges::upper_bound(m_upTo, drawn);
    // The product may round up to the whole sum, which lies behind the last one.
    return std::min(static_cast<std::size_t>(at - m_upTo.begin()), m_last);
}

Mix mixOf(const settings::Records<settings::RequestSettings>& requests, std::uint64_t seed, std::size_t worker)
{
    return mixOf(requests, {}, seed, worker);
}

Mix mixOf(const settings::Records<settings::RequestSettings>& requests,
          const settings::Records<settings::FlowSettings>& flows, std::uint64_t seed, std::size_t worker)
{
    std::vector<double> weights;
    for (const auto& record : requests)
        weights.push_back(record.settings.weight);
    for (const auto& record : flows)
        weights.push_back(record.settings.weight);
    return Mix{weights, base::Random{seed}.split(worker)};
}

} // namespace weir::workload
