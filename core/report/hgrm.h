// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/run_report.h"

#include <string>
#include <string_view>
#include <vector>

// The percentile spectrum as HdrHistogram and wrk2 print it, for the plotters that read it: a line per step with the
// value in milliseconds, the percentile, the count of values up to there and 1/(1-percentile), five steps for each
// half of the way to 100 %; mean, deviation, maximum and count behind it. Any thread.
namespace weir::report {

// Of nanoseconds. The last value, the mean and the maximum are exact, where HdrHistogram's are those of a bucket.
std::string hgrm(const metrics::Histogram& histogram);

struct StretchSpectrum {
    std::string name; // "epoch0", "epoch0-failed"
    std::string text; // begins with a comment line that names run, stage and epoch
};

// The response times of all endpoints, one for each stage and epoch, in the order of measuredTotals(): of the requests
// answered well, and in front of it, where any failed, of those. The format holds one spectrum, so each belongs into a
// file of its own.
std::vector<StretchSpectrum> hgrmOfStretches(const RunReport& report);

// Where another stretch goes when `path` has the last: "a/run.hgrm" and "epoch0" give "a/run-epoch0.hgrm".
std::string stretchPath(const std::string& path, std::string_view stretch);

} // namespace weir::report
