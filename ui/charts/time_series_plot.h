// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_plot.h"

namespace weir::ui {

// Lines over time, on a linear axis from zero or a logarithmic one. A planned value or limit far above the measured
// ones does not flatten them: it stays outside, and the legend tells its value. Where a value is infinite its line
// breaks off, and a bar along the top, with an arrow where it begins, says so.
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

    void snapshotTaken(const metrics::Snapshot& snapshot) override;

private:
    // The noise floor around the figure of a whole stretch.
    struct NoiseBand {
        std::size_t series = 0;
        double begin = 0; // seconds
        double end = 0;
        double low = 0;
        double high = 0;
    };
    void addNoise(const metrics::Row& row);
    void paintNoise(QPainter& painter, const NoiseBand& band);
    void paintLate(QPainter& painter, std::size_t series);
    void paintSeries(QPainter& painter, std::size_t series, bool area);
    void paintNever(QPainter& painter, std::size_t series);

    std::vector<NoiseBand> m_noiseBands;
};

} // namespace weir::ui
