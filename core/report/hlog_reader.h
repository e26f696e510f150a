// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/metrics/histogram.h"
#include "core/report/line_reader.h"

#include <optional>
#include <string>
#include <utility>

namespace weir::report {

struct HlogRecord {
    std::string tag;     // an endpoint's name; empty for the total
    base::Nanos begin{}; // since the log's base time, or the epoch where it has none
    base::Nanos length{};
    metrics::Histogram histogram; // min, max and mean are those of its buckets
};

// Reads a log of histograms (.hlog, versions 1.0 to 1.3) line by line, ours and other tools'. The text may be hostile:
// memory is bounded by a line of 1 MiB and one histogram. One thread; the stream outlives it.
class HlogReader {
public:
    explicit HlogReader(LineReader lines) : m_lines(std::move(lines)) {}

    // The next interval, or nothing at the end. An error names the line and what is wrong with it; nothing can be read
    // behind it.
    base::Result<std::optional<HlogRecord>> next();

    // As the lines read so far say, in seconds since the epoch.
    std::optional<double> startTime() const { return m_startTime; }
    std::optional<double> baseTime() const { return m_baseTime; }

private:
    base::Status readComment();
    base::Result<HlogRecord> readInterval() const;
    std::unexpected<base::Error> at(base::Errc code, const std::string& what) const;

    LineReader m_lines;
    std::optional<double> m_startTime;
    std::optional<double> m_baseTime;
};

} // namespace weir::report
