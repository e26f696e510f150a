// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/aggregate.h"

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

// Every metric once: charts, tables, CSV, JSON, thresholds and documentation iterate this catalogue.
namespace weir::metrics {

enum class MetricKind {
    Count,   // adds up over time and endpoints
    Rate,    // per second
    Ratio,   // 0 to 1, or unbounded where the help says so
    Latency, // milliseconds
    Bytes,
    Level, // sampled, not counted: belongs to the whole run only
};

// The stretch of a run that a metric is read from.
struct MetricSource {
    const Counters* counters = nullptr;
    base::Nanos span{}; // wall time covered

    // Where percentiles are taken from. Asked for what holds that many samples at least: null where nothing does.
    using Distribution = std::function<const Histogram*(std::uint64_t samples)>;
    std::array<Distribution, distributionCount> distributions;

    // Response times of the stretch itself, exactly: its fastest, mean and slowest, whatever the windows reach.
    Summary response;
    Summary scheduleLag; // likewise how late requests were sent

    const Levels* levels = nullptr; // null for a single endpoint
};

struct Metric {
    std::string_view id;    // the CSV's column: snake_case with its unit
    std::string_view label; // "p99 response"
    std::string_view unit;  // "ms", "req/s", "B", ""
    MetricKind kind = MetricKind::Count;
    std::string_view help;
    // No value where it is undefined or rests on too few samples: a gap in a chart, an empty cell.
    std::optional<double> (*read)(const MetricSource& source) = nullptr;
};

// In the order of the report's columns.
std::span<const Metric> metrics();

// Its place in metrics(); asserts that the id exists, so only for ids written in code.
std::size_t metricIndex(std::string_view id);
const Metric* findMetric(std::string_view id);

// One value per metric of metrics(), NaN where there is none.
using MetricValues = std::vector<double>;
MetricValues readAll(const MetricSource& source);

// Fewest samples that a percentile may rest on: 10 / (1 - p/100), so ten lie above it.
std::uint64_t samplesNeeded(double percentile);

// Of a whole stretch, which is this histogram; it has to outlive what is returned.
MetricSource::Distribution wholeOf(const Histogram& histogram);

// As the readers do, in milliseconds.
std::optional<double> percentileMs(const MetricSource& source, DistributionId id, double percentile);

} // namespace weir::metrics
