// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/judgement.h"
#include "core/metrics/metric_catalog.h"

#include <string>

// How a metric of the catalogue is compared: on which scale, which way is better, and what a sentence calls it. Pure
// functions; any thread.
namespace weir::experiment {

struct MetricSense {
    analysis::DifferenceScale scale = analysis::DifferenceScale::LogRatio; // plain for shares within 0 and 1
    analysis::Direction direction = analysis::Direction::LowerIsBetter;
    bool isNeutral = false; // neither way is better by itself: what was offered, how many connections were open
};
MetricSense senseOf(const metrics::Metric& metric);

// What stands in front of "is 35 % lower": "p99", "bytes on the wire", "cache hit ratio". The percentiles over all
// planned requests are the plain ones here, since an experiment judges by them.
std::string metricNoun(const metrics::Metric& metric);
std::string metricNoun(std::string_view id); // the id itself where the catalogue has none

// The same as a heading of a table: begins with a capital, "p99" excepted.
std::string metricTitle(std::string_view id);

} // namespace weir::experiment
