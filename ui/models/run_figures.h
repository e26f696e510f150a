// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"
#include "core/settings/scenario.h"

#include <QString>

// The figures a person looks for first, as the toolbar shows them, and those of the instrument's own health. While a
// run goes on they are of the newest moment, afterwards of its last settings.
namespace weir::ui {

struct Figure {
    QString value;
    QString caption;
};

struct RunFigures {
    Figure rate;
    Figure latency;
    Figure errors;
    Figure hits;
    Figure smaller;
};

RunFigures figuresOf(const metrics::Snapshot* snapshot, const settings::Scenario& scenario);

struct HealthFigures {
    QString origin; // "Built-in origin 127.0.0.1:41873"
    QString cpu;    // "generator 11 % · origin 22 % of a core"
    QString lag;    // "schedule lag p99 3 µs"
};

HealthFigures healthOf(const metrics::Snapshot* snapshot);

} // namespace weir::ui
