// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/tuning_report.h"

#include <algorithm>

namespace weir::experiment {

const Estimate* Variant::find(std::string_view metric, int endpoint) const
{
    const auto found = std::ranges::find_if(estimates, [&](const Estimate& estimate) {
        return estimate.metric == metric && estimate.endpoint == endpoint;
    });
    return found == estimates.end() ? nullptr : &*found;
}

} // namespace weir::experiment
