// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_catalog.h"

#include <string>

// Values as people read them: three significant digits, a unit that keeps the number short, "-" for no value, "never"
// for what was not answered. Used by
// the terminal, charts and tables alike. Files for programs are written by csv.h and json.h. Any thread.
namespace weir::report {

// The unit apart, for tables that name it in the heading.
struct MetricText {
    std::string number; // "12.3", "-"
    std::string unit;   // "ms", "KiB", "%"; empty for counts and for no value

    bool operator==(const MetricText&) const = default;
};

MetricText metricText(const metrics::Metric& metric, double value);

// "12.3 ms", "1.21 MiB", "0.5 %", "12 345"
std::string formatMetric(const metrics::Metric& metric, double value);

std::string formatCount(std::uint64_t count);     // groups of three from 10 000 on, by narrow no-break spaces
std::string formatDuration(base::Nanos duration); // "12.5 s"

} // namespace weir::report
