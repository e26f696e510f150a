// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"
#include "core/report/interval_bar.h"

#include <string>

// The pictures of a tuning report, as SVG for its page; empty where there is nothing to draw. Bounded: of very many
// points the first. Any thread.
namespace weir::report {

std::string intervalSvg(const Span& span, double reach, double margin, std::string_view style); // one row of a table
std::string intervalAxisSvg(double reach);                                                      // that table's heading
std::string tornadoSvg(const experiment::TuningReport& report);
std::string pairsSvg(const experiment::TuningReport& report, const experiment::Variant& variant);
std::string sweepSvg(const experiment::TuningReport& report); // one knob: a line; two: a heat map
std::string frontSvg(const experiment::TuningReport& report); // by the first two metrics
std::string trialsSvg(const experiment::TuningReport& report);

// "better", "worse" or "neither": the class of what is drawn of it.
std::string_view styleOf(const experiment::Estimate& estimate);

} // namespace weir::report
