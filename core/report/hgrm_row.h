// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string_view>

// The lines of a percentile distribution (.hgrm), each by itself. Values are in the file's unit. Any thread.
namespace weir::report {

struct HgrmRow {
    double value = 0;
    double percentile = 0;   // from 0 to 1
    std::uint64_t count = 0; // of the values up to here
};

// Value, percentile, count and, but for the last row of some tools, 1/(1-percentile). An error says what is wrong and
// what to do, in two sentences of which the first begins small.
base::Result<HgrmRow> parsedHgrmRow(std::string_view line, std::string_view separators);

bool isHgrmHeading(std::string_view line); // the names of the columns

// Of "#[Mean    =        2.225, StdDeviation   =        0.251]", the text behind that name; empty where it has none.
std::string_view hgrmFooterValue(std::string_view line, std::string_view name);

} // namespace weir::report
