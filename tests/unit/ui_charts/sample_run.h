// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

namespace weir::support {

// A made-up run with noise from a fixed seed, two knob changes and a gap in its percentiles: what charts are shown for
// tests and pictures. `fine` points are 200 ms apart, the seconds cover the whole run.
metrics::Snapshot sampleRun(int seconds, int fine = 300);

// A point whose metrics are NaN but for those that are given.
std::shared_ptr<metrics::Point> pointAt(double seconds, std::initializer_list<std::pair<const char*, double>> values);

} // namespace weir::support
