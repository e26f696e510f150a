// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/junit.h"
#include "core/report/run_report.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

// The files that can be written of a run once it has been measured, or of what has been so far: one table for weir-cli
// and the window. Any thread.
namespace weir::report {

struct ReportFormat {
    std::string_view option; // of `weir-cli run`: "series-csv"
    std::string_view suffix; // of a proposed name: "-series.csv"
    std::string (*content)(const RunReport& report, RequireValid requireValid);
};
std::span<const ReportFormat> reportFormats();

// The format of that option; asserts that there is one.
const ReportFormat& reportFormat(std::string_view option);

// The whole file, and what the format has no room for beside it. What failed, one message each.
std::vector<base::Error> writeReport(const ReportFormat& format, const RunReport& report, const std::string& path);

// A percentile spectrum is of one stretch: the others go beside `path`, as stretchPath() says.
std::vector<base::Error> writeOtherStretches(const RunReport& report, const std::string& path);

} // namespace weir::report
