// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <boost/json/object.hpp>

// A threshold in a scenario's file is a line, "search @ramp: p(99)<50 abort after 10 s", or the same in parts:
// {"endpoint": "search", "phase": "ramp", "expr": "p(99)<50", "abort": true, "abort_after_s": 10}. The parts are for
// programs that write files; in memory, and when a file is saved, it is a line. What stands in the line is judged where
// metrics are known.
namespace weir::settings {

std::expected<std::string, Problem> thresholdLine(const boost::json::object& parts);

} // namespace weir::settings
