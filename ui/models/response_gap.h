// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"
#include "ui/models/run_stretch.h"

#include <QString>

#include <optional>

namespace weir::ui {

// Why response time and service time differ, where they do so much that a reader would ask: how long requests waited
// before they were sent, and what made them wait. Empty where there is nothing to explain. Without a
// stretch of the newest. Pure.
QString responseGap(const metrics::Snapshot& snapshot, const std::optional<RunStretch>& stretch = std::nullopt);

} // namespace weir::ui
