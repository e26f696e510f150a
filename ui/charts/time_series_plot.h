// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_plot.h"

namespace weir::ui {

// Lines over time, on a linear axis from zero or a logarithmic one.
class TimeSeriesPlot : public TimePlot {
    Q_OBJECT

public:
    using TimePlot::TimePlot;

protected:
    void paintValues(QPainter& painter) override;
    std::pair<double, double> extent() const override;
    double heightAt(std::size_t series, std::size_t at) const override;

private:
    void paintSeries(QPainter& painter, std::size_t series);
};

} // namespace weir::ui
