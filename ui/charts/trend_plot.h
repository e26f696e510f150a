// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/series_plot.h"

#include <optional>

namespace weir::ui {

// One metric over a scenario's runs in the order in which they were made, an equal step for each: the band that equal
// runs differ by anyway, and a dashed line where settings changed.
class TrendPlot : public SeriesPlot {
    Q_OBJECT

public:
    using SeriesPlot::SeriesPlot;

    struct Run {
        QString when;
        double figure = 0; // infinite where never reached; NaN: none
        double low = 0;    // of its noise; NaN where that is not known
        double high = 0;
        bool isInvalid = false;
        QString change{}; // of settings since the run before; empty: none
    };
    struct Band {
        double low = 0;
        double high = 0;
    };
    void setRuns(std::vector<Run> runs, ValueFormat format, std::optional<Band> band = std::nullopt);

    bool isEmpty() const override; // no run has a figure
    QString summary() const override;
    QList<QStringList> table() const override;

protected:
    void makeScales(const QSizeF& room) override;
    std::vector<Tick> xTicks() const override;
    std::vector<Tick> yTicks() const override { return ticksOf(m_y, m_format); }
    void fill(QChart& chart) const override;
    void paintBeneath(QPainter& painter) const override;
    void paintAbove(QPainter& painter) const override;
    std::vector<Spot> spots() const override;
    std::vector<LegendEntry> legend() const override;

private:
    double xOf(std::size_t run) const;
    void paintChanges(QPainter& painter) const;

    std::vector<Run> m_runs;
    std::optional<Band> m_band;
    ValueFormat m_format = ValueFormat::Plain;
    Axis m_y;
};

} // namespace weir::ui
