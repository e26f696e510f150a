// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"
#include "ui/charts/value_text.h"
#include "ui/colors.h"

#include <QString>

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

// A chart over time, declared by the ids of the metric catalogue. What the catalogue knows (label, unit, help) need
// not be said again.
namespace weir::ui {

// A colour by what it stands for, resolved when painted.
enum class ColorRole {
    First,
    Second,
    Third,
    Fourth,
    Fifth,
    Sixth, // of Colors::series
    P50,
    P90,
    P99,
    P999, // of Colors::percentiles
    Maximum,
    Neutral,
    Dim,
    Good,
    Error,
};
QColor resolve(const Colors& colors, ColorRole role);

enum class LineStyle {
    Solid,
    Dashed, // planned values and limits
    Dotted,
    Area,    // a solid line over a tinted area down to zero
    Hatched, // in a stack: the layer is hatched, so that it differs by more than its colour
};

struct SeriesSpec {
    std::string_view metric;
    QString label{}; // the catalogue's where empty
    ColorRole color = ColorRole::First;
    LineStyle style = LineStyle::Solid;
    std::optional<ValueFormat> told{}; // not drawn but read out in this format, beside the lines
    bool hasNoise = false;             // the calibrated noise is drawn around a stretch's figure
};

struct ChartSpec {
    QString name{}; // the widget's object name: "chart.latency"
    QString title{};
    QString unit{};       // dim, beside the title
    QString help{};       // what the chart shows and how to read it, in two or three sentences
    QString emptyText{};  // before any data; a general sentence where empty
    QString absentText{}; // when a run is on but has nothing to show here
    std::function<QString(const metrics::Snapshot&)> absent{}; // the same, where the run itself knows why
    std::vector<SeriesSpec> series{};
    ValueFormat format = ValueFormat::Compact;
    bool logY = false;
    bool stacked = false;
    bool needsProcess = false;   // only where the target's processes are looked at
    bool heat = false;           // a HeatMap of the response times: no series
    std::optional<double> top{}; // a fixed upper end: 1 for shares
    // The figure at the right of the title line; nothing where the point cannot tell.
    std::function<QString(const metrics::Point&)> headline{};
};

// A stretch of a run, since its start.
struct TimeRange {
    base::Nanos begin{};
    base::Nanos end{};

    bool operator==(const TimeRange&) const = default;
};

// The value, NaN where there is none.
double metricValue(const metrics::Point& point, std::string_view metric);

// From the start of the run to a round end at or after now, so that the axis moves seldom; with `window`, the
// trailing stretch of that length.
TimeRange liveRange(const metrics::Snapshot& snapshot, std::optional<base::Nanos> window = std::nullopt);

// All there is, for a finished run.
TimeRange wholeRange(const metrics::Snapshot& snapshot);

} // namespace weir::ui
