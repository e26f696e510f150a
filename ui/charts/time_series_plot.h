// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_plot.h"

namespace weir::ui {

// Lines over time, on a linear axis from zero or a logarithmic one. A planned value or limit far above the measured
// ones does not flatten them: it stays outside, and the legend tells its value.
class TimeSeriesPlot : public TimePlot {
    Q_OBJECT

public:
    using TimePlot::TimePlot;

protected:
    void paintValues(QPainter& painter) override;
    Extent extent() const override;
    double heightAt(std::size_t series, std::size_t at) const override;
    bool isShown(std::size_t series) const override;
    std::vector<LegendEntry> legend() const override;

private:
    void paintNoise(QPainter& painter, std::size_t series);
    bool hasNoise(std::size_t series) const;
    void paintLate(QPainter& painter, std::size_t series);
    void paintSeries(QPainter& painter, std::size_t series, bool area);
};

} // namespace weir::ui
