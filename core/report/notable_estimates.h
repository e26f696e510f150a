// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"

#include <vector>

namespace weir::report {

// What of a variant a person is shown: each metric of all endpoints together, then those endpoints that got worse or
// better, worse ones and wide differences first, at most `mostEndpoints`; few endpoints are all shown by the primary
// metric. Pointers into the variant. Any thread.
inline constexpr std::size_t mostEndpoints = 12;
struct NotableEstimates {
    std::vector<const experiment::Estimate*> shown;
    std::size_t rest = 0; // of endpoints, not shown
};
NotableEstimates notableEstimates(const experiment::Variant& variant);

} // namespace weir::report
