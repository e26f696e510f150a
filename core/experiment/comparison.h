// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/calibration/calibration.h"
#include "core/experiment/tuning_report.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

// Runs that were made before, compared as an experiment's arms are. Weaker than an experiment, and it says so: the runs
// were made one after the other, so the interval knows what each did by itself and not how much runs differ. Where that
// is known of this scenario and machine (the noise floor), no smaller difference is called better or worse. Pure
// functions; any thread.
namespace weir::experiment {

struct ComparedRun {
    std::string name; // for people
    metrics::SnapshotPtr snapshot;
    std::vector<std::shared_ptr<const settings::Scenario>> scenarios; // by epoch
    std::optional<metrics::EpochId> epoch{};                          // none: the last one
    std::string machine{};                                            // that it was made on; empty: not known
};

struct ComparisonOptions {
    std::vector<std::string> metrics; // ids, the primary first; none: the usual ones
    double margin = 0.02;
    double confidence = 0.95;
    calibration::CalibrationPtr calibration{}; // of this machine; may be null
};

inline constexpr std::size_t mostComparedRuns = 5;

// Two to five runs, the first of which is the baseline. Errors name the run and what it lacks. Intervals of the totals
// are from the runs' own seconds (analysis/independent_difference.h); those of endpoints, and of percentiles that fewer
// than eight stretches have a figure of, from whole distributions (comparison_endpoints.h). Guards are the share that
// failed, the share that was left out, and each endpoint that got worse. Estimate::baseline and variant are the middle
// ones of these figures; counts and bytes are by second.
base::Result<TuningReport> compareRuns(std::span<const ComparedRun> runs, const ComparisonOptions& options = {});

} // namespace weir::experiment
