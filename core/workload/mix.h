// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/settings/scenario.h"

#include <cstddef>
#include <span>
#include <vector>

namespace weir::workload {

// Which request comes next: independent draws by weight, so that the mix has no rhythm a cache or pool could fall into
// step with. The same seed and worker give the same sequence on every platform. One per worker, used on that worker's
// thread only; lives as long as the run, and is rebuilt when the weights change.
class Mix {
public:
    // At least one weight must be above 0.
    Mix(std::span<const double> weights, base::Random random);

    // The index of the request to send, in the order of the weights. One of weight 0 never comes.
    std::size_t next();

private:
    std::vector<double> m_upTo; // the sum of the weights up to and with each
    std::size_t m_last = 0;     // the last one with a weight
    base::Random m_random;
};

// The mix of a scenario's requests, and behind them its flows, as worker `worker` draws it.
Mix mixOf(const settings::Records<settings::RequestSettings>& requests,
          const settings::Records<settings::FlowSettings>& flows, std::uint64_t seed, std::size_t worker);
Mix mixOf(const settings::Records<settings::RequestSettings>& requests, std::uint64_t seed, std::size_t worker);

} // namespace weir::workload
