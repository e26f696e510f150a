// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"

#include <span>
#include <string>
#include <string_view>

// The files that can be written of a tuning report: one table for weir-cli and the window. Any thread.
namespace weir::report {

struct TuningFormat {
    std::string_view option; // of `weir-cli experiment` and `compare`: "csv"
    std::string_view suffix; // of a proposed name: "-tuning.csv"
    std::string (*content)(const experiment::TuningReport& report);
};
std::span<const TuningFormat> tuningFormats();

} // namespace weir::report
