// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <string>

// Where time and requests went, in paragraphs of a terminal's summary. Each begins with an empty line and its heading;
// none where there is nothing to tell. Any thread.
namespace weir::report {

// How often each kind of failure happened to each endpoint, the first of it with what it asked and was told.
std::string failuresText(const metrics::Snapshot& snapshot);

// Of each endpoint the slowest exchange that was measured, and where most of its time went.
std::string slowestText(const metrics::Snapshot& snapshot);

// What the target's processes used, where they run on this machine.
std::string targetText(const metrics::Snapshot& snapshot);

} // namespace weir::report
