// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace weir::metrics {

// Why a run sent nothing more. A value; any thread.
struct RunEnd {
    enum class Cause {
        None,      // it still sends
        Time,      // as planned
        Requests,  // load.stop_after_requests
        Errors,    // load.stop_error_ratio
        Data,      // a feeder of order `once` is used up
        Threshold, // one that aborts was not met
        User,
    };
    Cause cause = Cause::None;
    std::string text; // in words with its figures: "500 requests were sent (load.stop_after_requests)"

    // Of cause Threshold: the line of the one that was not met, and the figure that failed it, with its unit.
    std::string threshold{};
    std::string figure{};

    bool operator==(const RunEnd&) const = default;
};
std::string_view endName(RunEnd::Cause cause); // "", "time", "requests", ...

} // namespace weir::metrics
