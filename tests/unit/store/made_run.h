// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/run_report.h"

#include <string>

namespace weir::tests {

// A small report that was never measured: one endpoint, one epoch, a few figures. `second` sets when it began.
struct MadeRun {
    std::string id;
    std::string scenario = "made";
    int second = 0;
    metrics::RunState state = metrics::RunState::Finished;
    double rate = 100;
    std::size_t failures = 0;
};
report::RunReport madeRun(const MadeRun& wanted);

} // namespace weir::tests
