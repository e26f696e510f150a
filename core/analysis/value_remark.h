// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <string>

// What stands beside a figure that is no number: why it is infinite, or what it lacks. Pure functions.
namespace weir::analysis {

// "40 of 1000 planned requests (4 %) got no answer: 30 failed, 10 skipped"; empty where all were answered well.
std::string unansweredText(const metrics::Row& row);

// A sentence where the figure is infinite: "Never: 40 of 1000 planned ..., and p99 leaves out 1 %."
std::string neverReason(const metrics::Metric& metric, const metrics::Row& row);

// Where a percentile lacks samples, how many more and, where they still come, for how long at this rate: "p99 needs 500
// more, 5 s"; empty where it has a value or is none.
std::string samplesRemark(const metrics::Metric& metric, const metrics::Row& row);

} // namespace weir::analysis
