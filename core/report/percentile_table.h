// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/metrics/histogram.h"

#include <istream>
#include <map>
#include <string>

// What logs of histograms (.hlog) say: percentiles by tag, of any number of logs together. Values are taken for
// nanoseconds, as Weir and most others log them. Any thread.
namespace weir::report {

class PercentileTable {
public:
    static constexpr std::size_t mostTags = 10'000; // beyond it a log is refused: each takes memory

    // All intervals of a log; with `tag` only those of that one. An error names the line; what stood before it is in.
    base::Status add(std::istream& log, const std::string& tag = {});
    bool empty() const { return m_histograms.empty(); }

    // One row for each tag, that of the untagged intervals first, as *; milliseconds. No percentile stands on fewer
    // samples than it needs (metrics::samplesNeeded).
    std::string text() const;
    std::string markdown() const;
    std::string json() const;

private:
    std::map<std::string, metrics::Histogram> m_histograms; // by tag
};

} // namespace weir::report
