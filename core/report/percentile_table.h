// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/metrics/histogram.h"
#include "core/report/line_reader.h"

#include <istream>
#include <map>
#include <string>

// What logs of histograms (.hlog) and percentile distributions (.hgrm) say: percentiles by tag, of any number of files
// together. Values of logs are taken for nanoseconds, as Weir and most others log them. Any thread.
namespace weir::report {

class PercentileTable {
public:
    static constexpr std::size_t mostTags = 10'000; // beyond it a log is refused: each takes memory

    struct Options {
        std::string tag{};              // only the intervals of this one; empty for all
        double spectrumUnitNanos = 1e6; // of the values of percentile distributions: milliseconds
    };

    // A whole file of either kind, as its content shows. An error names the line; what stood before it is in.
    base::Status add(std::istream& file, const Options& options);
    base::Status add(std::istream& file) { return add(file, Options{}); }
    bool empty() const { return m_tags.empty(); }
    std::uint64_t saturated() const; // values above an hour, which percentiles count as one hour

    // One row for each tag, that of the untagged intervals and of percentile distributions first, as *; milliseconds.
    // No percentile stands on fewer samples than it needs (metrics::samplesNeeded).
    std::string text() const;
    std::string markdown() const;
    std::string json() const;
    std::string csv() const; // RFC 4180

private:
    struct Sum {
        metrics::Histogram histogram;
        bool hasMean = true; // a percentile distribution may come without
    };
    base::Status addLog(LineReader lines, const std::string& tag);
    base::Status addSpectrum(LineReader& lines, const Options& options);
    static double mean(const Sum& sum); // in milliseconds, NaN where it is not known

    std::map<std::string, Sum> m_tags;
    bool m_hasSpectrum = false;
};

} // namespace weir::report
