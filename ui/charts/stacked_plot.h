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
    void valuesTaken() override;
    void paintValues(QPainter& painter) override;
    Extent extent() const override;
    double heightAt(std::size_t series, std::size_t at) const override;
    bool isShown(std::size_t series) const override;
    QColor seriesColor(std::size_t series) const override;

private:
    void takeLateTops();
    void paintLate(QPainter& painter) const;
    void paintLayer(QPainter& painter, std::size_t series, const std::vector<std::size_t>& indices);

    std::vector<std::vector<double>> m_tops; // upper edge of each layer; NaN where no layer has a value
    struct LateTop {
        double time = 0;
        std::vector<double> tops; // by layer
    };
    std::vector<LateTop> m_lateTops;
};

} // namespace weir::ui
