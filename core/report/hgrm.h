// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/run_report.h"

#include <string>
#include <vector>

// The percentile spectrum as HdrHistogram and wrk2 print it, for the plotters that read it: a line per step with the
// value in milliseconds, the percentile, the count of values up to there and 1/(1-percentile), five steps for each
// half of the way to 100 %; mean, deviation, maximum and count behind it. Any thread.
namespace weir::report {

// Of nanoseconds. The last value, the mean and the maximum are exact, where HdrHistogram's are those of a bucket.
std::string hgrm(const metrics::Histogram& histogram);

struct EpochSpectrum {
    metrics::EpochId epoch = 0;
    std::string text; // begins with a comment line that names run and epoch
};

// The response times of all endpoints in the measured phase, one for each epoch, the last one last. The format holds
// one spectrum, so each belongs into a file of its own.
std::vector<EpochSpectrum> hgrmOfEpochs(const RunReport& report);

// Where an earlier epoch goes when `path` has the last: "a/run.hgrm" and 0 give "a/run-epoch0.hgrm".
std::string epochPath(const std::string& path, metrics::EpochId epoch);

} // namespace weir::report
