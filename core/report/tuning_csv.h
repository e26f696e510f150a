// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"

#include <string>

// The tuning report for spreadsheets and scripts, as csv.h writes files: RFC 4180, C locale, RFC 3339 UTC times, text
// that begins like a formula disarmed. Any thread.
namespace weir::report {

// One row for each variant, endpoint (`*`: all together) and metric; `row` says of which kind a row is, so that a
// screening's effects ("effect", one for each knob, from = low level, to = high level, the difference going from low to
// high; "confirmation" is the pair that tried one by itself), the points of a sweep ("point") and a search's trials
// ("trial") and answer ("answer", to = the value that was found) stand in the same table.
//
// knobs, from, to: what the variant sets otherwise, several joined by " + ". baseline and variant are the figures in
// the metric's unit, the middle one of the blocks'; `difference` is variant - baseline in that unit. difference_ratio,
// ci_low and ci_high are ratios to the baseline (0.05: 5 % more), the mean over the pairs and the ends of its interval
// at `confidence`; of shares (error_ratio, cache_hit_ratio) they are differences of the shares (0.05: five percentage
// points). Infinite where requests were never answered ("inf", "-inf"), empty where nothing is known. verdict is
// better, worse, no_difference or unclear; of a metric of which neither way is better it is no_difference or unclear,
// and the interval says what differs. guards names what got worse beside it, joined by " + "; holm is true where the
// interval is widened, since it is one of many; recommended is true of a variant that is better and breaks no guard.
std::string tuningCsv(const experiment::TuningReport& report);

} // namespace weir::report
