// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/series_plot.h"

namespace weir::ui {

// Distributions of two to five runs over each other. By percentile, over log10(1 / (1 - p)) as in the HDR histogram's
// own pictures, which gives each further nine the same room; or as the share of requests at most so slow (ECDF).
class CurvePlot : public SeriesPlot {
    Q_OBJECT

public:
    using SeriesPlot::SeriesPlot;
    enum class View { Percentiles, Shares };

    struct Curve {
        QString name;
        // A share below 1 and the value there, both rising; up to the last share that enough samples bear.
        std::vector<QPointF> points;
    };
    void setCurves(std::vector<Curve> curves, View view, ValueFormat format, bool logarithmic = true);

    bool isEmpty() const override;
    QString summary() const override;
    QList<QStringList> table() const override;

protected:
    void makeScales(const QSizeF& room) override;
    std::vector<Tick> xTicks() const override;
    std::vector<Tick> yTicks() const override;
    void fill(QChart& chart) const override;
    void paintAbove(QPainter& painter) const override;
    std::vector<Spot> spots() const override;
    std::vector<LegendEntry> legend() const override;

private:
    QPointF placeOf(const QPointF& point) const;
    double shareAt(double share) const;

    std::vector<Curve> m_curves;
    View m_view = View::Percentiles;
    ValueFormat m_format = ValueFormat::Duration;
    bool m_logarithmic = true;
    Axis m_values;
    double m_nines = 3; // of View::Percentiles: where the axis ends, log10(1 / (1 - p))
};

} // namespace weir::ui
