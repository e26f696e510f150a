// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/comparison.h"
#include "core/experiment/run_stretch_figures.h"

#include <span>
#include <string>
#include <vector>

// What the reader of a comparison must know beside its figures. Pure functions; any thread.
namespace weir::experiment {

// Whether a difference is no larger than what equal runs of the scenario differ by on this machine. False where that is
// not known of the metric.
bool isWithinNoise(const Estimate& estimate, const calibration::KnownNoise* noise);

std::vector<std::string> comparisonNotes(std::span<const ComparedRun> runs, std::span<const RunStretch> stretches,
                                         const TuningReport& report, const calibration::KnownNoise* noise);

} // namespace weir::experiment
