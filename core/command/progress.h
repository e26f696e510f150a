// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <string>

namespace weir::command {

// One line about a run in progress: "12 s of 32 s  200/s  p50 4.4 ms  p99 13 ms  0 errors  hits 61 %".
std::string progressText(const metrics::Snapshot& snapshot);

// Shows that line on standard error: rewritten in place on a terminal, elsewhere a new one every five seconds.
class ProgressLine {
public:
    ProgressLine();
    void show(const metrics::Snapshot& snapshot) { show(progressText(snapshot)); }
    void show(const std::string& text);
    void finish(); // leaves the terminal's line empty

private:
    bool m_isTerminal;
    base::TimePoint m_shown;
    std::size_t m_width = 0;
};

} // namespace weir::command
