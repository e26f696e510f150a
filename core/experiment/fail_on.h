// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/experiment/tuning_report.h"

#include <string>
#include <string_view>
#include <vector>

// What makes a build fail: "worse", or a metric whose difference from the baseline is beyond a bound for certain. Pure
// functions; any thread.
namespace weir::experiment {

// "worse": a variant's primary metric is judged worse, or a guard broke. "adjusted_p99_ms>+5%": the whole interval lies
// above 5 % more than the baseline; "achieved_rps<-3%": below 3 % less. Shares (error_ratio) are compared in percentage
// points: "error_ratio>+0.1pt", or with % as they are shown. The interval is that of all endpoints together.
struct FailOn {
    std::string text;   // as written
    std::string metric; // its id; empty: "worse"
    bool isAbove = true;
    double bound = 0; // a ratio, or a difference of shares: 0.05

    bool operator==(const FailOn&) const = default;
};

// The error names what is wrong with it and what to write.
base::Result<FailOn> parseFailOn(std::string_view text);

// A sentence for each variant in which it holds; none: it holds nowhere.
std::vector<std::string> failuresOf(const FailOn& failOn, const TuningReport& report);

} // namespace weir::experiment
