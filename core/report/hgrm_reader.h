// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/metrics/histogram.h"
#include "core/report/line_reader.h"

#include <string_view>

// Percentile distributions (.hgrm) as HdrHistogram, wrk2 and others write them, with any number of steps: rows of
// value, percentile from 0 to 1, count of the values up to there and 1/(1-percentile), in blanks or as CSV; then lines
// of #[...] with the mean and the total count, which may be missing. The text may be hostile: memory is bounded by a
// line and one histogram. Any thread.
namespace weir::report {

struct ReadSpectrum {
    // In nanoseconds. At a percentile of a row it gives that row's value to within 1/2048, between two rows the upper
    // one's; 100 % is exact.
    metrics::Histogram histogram;
    bool hasMean = false; // as the file gives it; otherwise none is known
};

// A unit of the values is that many nanoseconds. An error names the line, what is wrong with it and what to do:
// Corrupt, InvalidSyntax, or TooLarge for what cannot be held.
base::Result<ReadSpectrum> readHgrm(LineReader& lines, double nanosPerUnit);

// Whether a line with content of its own is one of such a file, and none of a log's (.hlog).
bool isHgrmLine(std::string_view line);

} // namespace weir::report
