// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

// A made-up run as a window may show it: time lines, rows per endpoint in two epochs, events, failures, health.
// For tests and pictures; nothing of it is in the product.
namespace weir::support {

struct PlausibleRun {
    int seconds = 42;
    metrics::RunState state = metrics::RunState::Measuring;
    double requestsBefore = 18000; // of all endpoints, before the knob was turned
    double requestsAfter = 66000;
    bool knobTurned = true;
    int failures = 3;
};

metrics::SnapshotPtr plausibleRun(const PlausibleRun& wanted = {});

} // namespace weir::support
