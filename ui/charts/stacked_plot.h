// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_plot.h"

namespace weir::ui {

// Layers over time that add up: shares of 100 %, or means that make a whole. The first series lies at the bottom;
// layers that are nothing throughout are left out.
class StackedPlot : public TimePlot {
    Q_OBJECT

public:
    using TimePlot::TimePlot;

protected:
    void paintValues(QPainter& painter) override;
    std::pair<double, double> extent() const override;
    double heightAt(std::size_t series, std::size_t at) const override;
    bool dropsAbsent() const override { return true; }
};

} // namespace weir::ui
