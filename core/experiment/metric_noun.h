// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_catalog.h"

#include <string>

// What a sentence calls a metric of the catalogue, whose labels are headings of columns. Pure functions; any thread.
namespace weir::experiment {

// What stands in front of "is 35 % lower": "p99", "bytes on the wire", "cache hit ratio". The percentiles over all
// planned requests are the plain ones here, since an experiment judges by them.
std::string metricNoun(const metrics::Metric& metric);
std::string metricNoun(std::string_view id); // the id itself where the catalogue has none

// The same as a heading of a table: begins with a capital, "p99" excepted.
std::string metricTitle(std::string_view id);

} // namespace weir::experiment
