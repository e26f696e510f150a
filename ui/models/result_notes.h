// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"
#include "ui/models/run_stretch.h"

#include <QString>

#include <optional>

namespace weir::ui {

// What a reader has to know of the figures of a stretch, in words: without one, of the newest. Empty where there is
// nothing to say. Pure.

// Why response time and service time differ, where they do so much that a reader would ask: how long requests waited
// before they were sent, and what made them wait.
QString responseGap(const metrics::Snapshot& snapshot, const std::optional<RunStretch>& stretch = std::nullopt);

// How many of the planned requests got no good answer, and what that makes of the percentiles over all of them.
QString unanswered(const metrics::Snapshot& snapshot, const std::optional<RunStretch>& stretch = std::nullopt);

// What the p99 of all requests still lacks: "p99 needs 500 more, 5 s".
QString lackingSamples(const metrics::Snapshot& snapshot, const std::optional<RunStretch>& stretch = std::nullopt);

// Where percentiles say less than the requests did: they count response times above an hour as an hour.
QString saturation(const metrics::Snapshot& snapshot, const std::optional<RunStretch>& stretch = std::nullopt);

} // namespace weir::ui
