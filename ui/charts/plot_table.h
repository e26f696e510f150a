// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weir::ui {

class PlotView;

// "View as table": what a chart draws, in a window of its own, to be read by those who cannot see it and to be copied.
// It shows what there is now; window's thread.
void showPlotTable(const PlotView* plot);

} // namespace weir::ui
