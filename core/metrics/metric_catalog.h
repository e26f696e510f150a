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
    std::array<Distribution, distributionCount + 1> distributions; // DistributionId::Adjusted included

    // Response times of the stretch itself, exactly: its fastest, mean and slowest, whatever the windows reach.
    Summary response;
    Summary failed;           // likewise of the requests that failed
    Summary scheduleLag;      // likewise how late requests were sent
    base::Nanos goodWithin{}; // what counts as good; 0: that was not asked for

    const Levels* levels = nullptr; // null for a single endpoint

    // All percentiles are of these whole histograms, which have to outlive this.
    void takeWhole(std::span<const Histogram> histograms);
};

// A percentile of one of the distributions.
struct AskedPercentile {
    DistributionId of = DistributionId::Response;
    double percent = 0;

    bool operator==(const AskedPercentile&) const = default;
};

struct Metric {
    std::string_view id;    // the CSV's column: snake_case with its unit
    std::string_view label; // "p99 response"
    std::string_view unit;  // "ms", "req/s", "B", ""
    MetricKind kind = MetricKind::Count;
    std::string_view help;
    // No value where it is undefined or rests on too few samples: a gap in a chart, an empty cell.
    // Infinite where a percentile falls among requests that were never answered.
    std::optional<double> (*read)(const MetricSource& source) = nullptr;
    AskedPercentile percentile{}; // which one it is, where it is one; else percent is 0
};

// In the order of the report's columns.
std::span<const Metric> metrics();

// Which way a metric is to go. Neither: it says what was asked for, or how the work was shared out.
enum class Goal { Lower, Higher, Neither };
Goal goalOf(const Metric& metric);

// Its place in metrics(); asserts that the id exists, so only for ids written in code.
std::size_t metricIndex(std::string_view id);
const Metric* findMetric(std::string_view id);

// One value per metric of metrics(), NaN where there is none, infinity for what was never answered.
using MetricValues = std::vector<double>;
MetricValues readAll(const MetricSource& source);

// Fewest samples that a percentile may rest on: 10 / (1 - p/100), so ten lie above it. One for the maximum.
std::uint64_t samplesNeeded(double percentile);

// How many samples a distribution has, as far as the values tell: of waits and uses of connections nothing does.
std::optional<double> samplesOf(DistributionId id, const MetricValues& values);

// Of a whole stretch, which is this histogram; it has to outlive what is returned.
MetricSource::Distribution wholeOf(const Histogram& histogram, Counted counted = Counted::Values);

// As the readers do, in milliseconds.
std::optional<double> percentileMs(const MetricSource& source, DistributionId id, double percentile);

} // namespace weir::metrics
