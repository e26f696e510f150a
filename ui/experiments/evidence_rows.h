// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"
#include "ui/experiments/evidence_model.h"

// From a report to the rows of its table. Pure functions; each looks at one variant, or one figure of each.
namespace weir::ui {

// Every metric of one variant, of all endpoints (-1) or of one.
std::vector<EvidenceRow> variantRows(const experiment::TuningReport& report, std::size_t variant, int endpoint);
// The primary metric of every variant, and what its first column is headed: "Maximum connections + Codec" of a sweep.
std::vector<EvidenceRow> settingRows(const experiment::TuningReport& report, int endpoint);
QString settingHeading(const experiment::TuningReport& report);
// Every knob of a screening, in the report's order.
std::vector<EvidenceRow> effectRows(const experiment::TuningReport& report);

// The one row that says what an estimate is.
EvidenceRow estimateRow(const experiment::Estimate& estimate, const experiment::TuningReport& report,
                        const std::vector<std::string>& guards);

} // namespace weir::ui
