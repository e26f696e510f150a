// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/axis.h"
#include "ui/charts/plot_view.h"
#include "ui/charts/value_text.h"

#include <QList>
#include <QPointF>

class QChart;

namespace weir::ui {

// A card whose marks are series of Qt Charts: bars, dots, lines, areas. The chart is made for the moment of painting in
// a scene without a view: so no click reaches it (6.4.2 crashes on some), nothing animates, and on a printer it stays
// vectors. Grid, labels and whiskers are painted here, in the look of the live page; an axis of Qt Charts would take a
// label from outside for HTML. Subclasses map their values to fractions of the plot, 0 to 1, y upwards; what is
// infinite lies at 1 with a mark, and no logarithm sees zero.
class SeriesPlot : public PlotView {
    Q_OBJECT

public:
    using PlotView::PlotView;

protected:
    struct Tick {
        double at = 0; // a fraction
        QString label;
    };
    // What can be pointed at: it shows its text as a tip.
    struct Spot {
        QPointF at; // fractions
        QString text;
    };

    virtual void makeScales(const QSizeF& room) = 0; // called on every change of size or content
    virtual std::vector<Tick> xTicks() const = 0;
    virtual std::vector<Tick> yTicks() const = 0; // with a grid line each
    virtual double yLabelWidth() const;           // what the labels at the left take
    virtual void fill(QChart& chart) const = 0;
    virtual void paintBeneath(QPainter&) const {}
    virtual void paintAbove(QPainter&) const {}
    virtual std::vector<Spot> spots() const { return {}; }

    QPointF at(double x, double y) const; // fractions to pixels
    static void addLine(QChart& chart, const QList<QPointF>& points, const QColor& color,
                        Qt::PenStyle style = Qt::SolidLine);
    void addDots(QChart& chart, const QList<QPointF>& points, const QColor& color, bool hollow = false) const;
    static void addBand(QChart& chart, const QList<QPointF>& upper, const QList<QPointF>& lower, const QColor& color);
    // An interval's ends, as fractions; drawn from low to high along y at x.
    void drawWhisker(QPainter& painter, double x, double low, double high, const QColor& color) const;
    // What is "never" reached: an arrow at the top edge.
    void drawNever(QPainter& painter, double x, const QColor& color) const;
    void drawDashedLevel(QPainter& painter, double y, const QColor& color) const;

    static std::vector<Tick> ticksOf(const Axis& axis, ValueFormat format);
    // From zero, or logarithmic, with room above; of finite values alone.
    static Axis valueAxis(const std::vector<double>& values, ValueFormat format, double height,
                          bool logarithmic = false);
    // Where a value lies; 1 for infinity, NaN for none.
    static double heightOf(const Axis& axis, double value);

    QRectF layoutPlot(const QRectF& inner) override;
    void paintPlot(QPainter& painter) override;
    bool event(QEvent* event) override;

private:
    void paintGrid(QPainter& painter) const;
    void paintXLabels(QPainter& painter) const;
    void paintSeries(QPainter& painter) const;
    QString tipAt(const QPointF& pixel) const;
};

// Whole values of axes are in their unit; durations have it in the title.
ValueFormat axisFormat(ValueFormat format);

} // namespace weir::ui
