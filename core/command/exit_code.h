// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weir::command {

// What scripts branch on; the numbers are k6's.
enum ExitCode {
    Success = 0,
    InternalError = 1,     // or an output that could not be written
    ThresholdsFailed = 99, // or --require-valid was not met
    InvalidUsage = 104,    // configuration, arguments, or a target that cannot be reached at the start
    Interrupted = 105,
};

} // namespace weir::command
