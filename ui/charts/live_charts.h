// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_spec.h"

#include <QtGlobal>

#include <vector>

class QWidget;

namespace weir::ui {

class ChartGroup;
class TimePlot;

// The charts of the live page: throughput, latency, payload, cache, connection pool, time per stage, the heat map of
// latencies, the target's own resources.
std::vector<ChartSpec> liveCharts();

// The widget for a declaration: a StackedPlot, a HeatMap or a TimeSeriesPlot.
TimePlot* makeChart(const ChartSpec& spec, ChartGroup* group, QWidget* parent);

} // namespace weir::ui
