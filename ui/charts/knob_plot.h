// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/series_plot.h"

#include <optional>

namespace weir::ui {

struct KnobPoint {
    double setting = 0; // of Scale::Categories the place among them
    QString text;       // the setting in words
    double figure = 0;  // infinite where never reached; NaN: none
    double low = 0;     // of its interval; NaN without one
    double high = 0;
    bool isBaseline = false;
    bool isInvalid = false;     // drawn hollow, and no line goes through it
    std::optional<bool> held{}; // of a search: whether the condition held
    QString note{};             // in the tip: "best", "smallest within 2 % of the best"
};

// A figure over the values of one knob, with interval bars: a sweep's curve, or the trials of a search with the bound
// that they had to hold, or a fitted curve beside the points.
class KnobPlot : public SeriesPlot {
    Q_OBJECT

public:
    using SeriesPlot::SeriesPlot;
    enum class Scale { Linear, Logarithmic, Categories };

    struct Content {
        std::vector<KnobPoint> points; // by setting
        Scale scale = Scale::Linear;
        ValueFormat format = ValueFormat::Plain;
        bool joins = true;             // a line through the points
        std::optional<double> bound{}; // of the figure
        std::vector<QPointF> fitted{}; // setting and figure
        QString fittedName{};
        std::optional<double> knee{}; // a setting, marked by an upright line
    };
    void setContent(Content content);

    bool isEmpty() const override { return m_content.points.empty(); }
    QString summary() const override;
    QList<QStringList> table() const override;

protected:
    void makeScales(const QSizeF& room) override;
    std::vector<Tick> xTicks() const override;
    std::vector<Tick> yTicks() const override { return ticksOf(m_y, m_content.format); }
    void fill(QChart& chart) const override;
    void paintBeneath(QPainter& painter) const override;
    void paintAbove(QPainter& painter) const override;
    std::vector<Spot> spots() const override;
    std::vector<LegendEntry> legend() const override;

private:
    double xOf(double setting) const;
    QColor colorOf(const KnobPoint& point) const;
    void addPoints(QChart& chart) const;

    Content m_content;
    Axis m_y;
    double m_min = 0; // of the settings, logarithms where the scale is
    double m_max = 1;
};

// Linear, or logarithmic where the settings are above zero and reach over more than a decade.
KnobPlot::Scale knobScale(const std::vector<double>& settings);

} // namespace weir::ui
