// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/series_plot.h"

namespace weir::ui {

// Settings by two metrics, the Pareto front joined by a line: left of it, or beneath, nothing was found.
class FrontPlot : public SeriesPlot {
    Q_OBJECT

public:
    using SeriesPlot::SeriesPlot;

    struct Point {
        QString name; // the setting
        double x = 0; // infinite where never reached; NaN: none
        double y = 0;
        bool isOnFront = false;
        bool isInvalid = false;
        bool isBaseline = false;
    };
    struct Measure {
        QString name;
        ValueFormat format = ValueFormat::Plain;
    };
    void setPoints(std::vector<Point> points, Measure x, Measure y);

    bool isEmpty() const override { return m_points.empty(); }
    QString summary() const override;
    QList<QStringList> table() const override;

protected:
    void makeScales(const QSizeF& room) override;
    std::vector<Tick> xTicks() const override { return ticksOf(m_xAxis, m_x.format); }
    std::vector<Tick> yTicks() const override { return ticksOf(m_yAxis, m_y.format); }
    void fill(QChart& chart) const override;
    void paintAbove(QPainter& painter) const override;
    std::vector<Spot> spots() const override;
    std::vector<LegendEntry> legend() const override;

private:
    QPointF placeOf(const Point& point) const;

    std::vector<Point> m_points;
    Measure m_x;
    Measure m_y;
    Axis m_xAxis;
    Axis m_yAxis;
};

} // namespace weir::ui
