// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/metrics/histogram.h"
#include "core/report/file_writer.h"

#include <memory>
#include <string>
#include <string_view>

// HdrHistogram's log of intervals, version 1.3: a line for each interval with its begin and length in seconds, its
// maximum in milliseconds and its whole histogram of nanoseconds, so that other tools can cut out any stretch and take
// any percentile of it.
namespace weir::report {

// The tag that the failed requests of an endpoint have, or of all where `tag` is empty: no endpoint's name has a dot.
std::string failedTag(std::string_view tag);

// What stands above the lines; their begins count from `startedAt`.
std::string hlogHeader(base::WallTime startedAt);

// The tag is an endpoint's name, with what the format does not allow in it as %20 and the like; without one it is
// the total.
std::string hlogLine(base::Nanos begin, base::Nanos length, std::string_view tag, const metrics::Histogram& histogram);

// Such a log, written while a run goes on. One thread at a time; memory is that of one line.
class HlogFile {
public:
    static base::Result<std::unique_ptr<HlogFile>> open(const std::string& path);

    void begin(base::WallTime startedAt); // once, before the first line
    void append(base::Nanos begin, base::Nanos length, std::string_view tag, const metrics::Histogram& histogram);
    base::Status close(); // the first failure; the file has its name only from here on

private:
    explicit HlogFile(std::unique_ptr<FileWriter> file);

    std::unique_ptr<FileWriter> m_file;
};

} // namespace weir::report
