// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/arms.h"
#include "core/experiment/block.h"

#include <span>

// From the blocks that were run to what they say. Pure functions; any thread.
namespace weir::experiment {

// What blocks are judged by, beside themselves.
struct Frame {
    const Plan& plan;
    const Arms& arms;
    const FigureColumns& columns;
    std::size_t endpoints = 0;
};

// The middle one, of those that are figures; NaN of none.
double middleOf(std::vector<double> values);
// Of an id that is in the catalogue.
const metrics::Metric& metricOf(std::string_view id);
analysis::Direction directionOf(metrics::Goal goal);

// On which scale a metric's differences are taken.
analysis::DifferenceScale scaleOf(const metrics::Metric& metric);

// Fills arms, variants, effects and sweep of a report. Endpoints have estimates of their own only where `isFinal`: while
// blocks are still run, the totals are enough.
void evaluate(const Frame& frame, std::span<const BlockResult> blocks, bool isFinal, TuningReport& report);

// The half-width of the primary metric's interval, as a ratio, of the variant of a contrast; NaN before there is one.
double halfWidthOf(const Frame& frame, std::span<const BlockResult> blocks, std::size_t contrast);

} // namespace weir::experiment
