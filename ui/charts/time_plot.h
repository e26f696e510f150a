// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/axis.h"
#include "ui/charts/chart_group.h"
#include "ui/charts/chart_spec.h"
#include "ui/charts/noise_bands.h"
#include "ui/charts/plot_view.h"

#include <QPointer>

namespace weir::ui {

// What the charts over time have in common: columns of values taken out of a snapshot, both axes, numbered event
// marks, the shaded warm-up and the shared crosshair with its read-out. Subclasses draw the values.
class TimePlot : public PlotView {
    Q_OBJECT

public:
    explicit TimePlot(ChartSpec spec, QWidget* parent = nullptr);

    const ChartSpec& spec() const { return m_spec; }
    void setGroup(ChartGroup* group);

    // Takes what it needs out of the snapshot and keeps no reference. Call for visible charts only, 5 times a second.
    void setData(const metrics::Snapshot& snapshot, TimeRange range);
    void clear();
    // Drawn from the next data on, around the figures of whole stretches.
    void setNoise(const NoiseBands& noise);

    bool isEmpty() const override;
    QString summary() const override;
    QList<QStringList> table() const override;

    const Axis& valueAxis() const { return m_y; }
    const Axis& timeAxis() const { return m_x; }

protected:
    struct Column {
        std::vector<double> values; // one per time, NaN where there is none, infinite where it is never reached
        bool present = false;       // has any finite value
        bool never = false;         // has any infinite one
        bool nonZero = false;
    };
    struct Extent {
        double lowest = 0; // above zero
        double highest = 0;
    };

    // What ended after its own phase and epoch was over: a line for each of those, beside the one under way.
    struct LateLine {
        metrics::PhaseId phase = metrics::measuredPhase;
        metrics::EpochId epoch = 0;
        std::vector<double> times;
        std::vector<std::vector<double>> values; // by series
    };

    static constexpr double lateOpacity = 0.6; // paler than what is under way

    virtual void valuesTaken() {}
    virtual void snapshotTaken(const metrics::Snapshot&) {} // for what is in no point
    virtual void paintValues(QPainter& painter) = 0;
    virtual Extent extent() const = 0; // what the value axis must reach
    // Where a series stands at a time: its own value, or the upper edge of its layer.
    virtual double heightAt(std::size_t series, std::size_t at) const = 0;
    virtual bool isShown(std::size_t series) const = 0; // in the legend and the read-out
    virtual QColor seriesColor(std::size_t series) const;

    std::vector<LegendEntry> legend() const override;
    QRectF layoutPlot(const QRectF& inner) override;
    void paintPlot(QPainter& painter) override;
    void paintOverlay(QPainter& painter) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

    struct ReadOutLine {
        QString label;
        QString value;
        QColor color; // invalid: no swatch
    };
    virtual std::vector<ReadOutLine> readOut(std::size_t at) const;
    void addLate(std::vector<ReadOutLine>& lines, std::size_t at) const; // of the same moment
    std::optional<std::size_t> hoveredIndex() const;

    const std::vector<double>& times() const { return m_times; } // seconds
    const std::vector<Column>& columns() const { return m_columns; }
    const std::vector<LateLine>& lateLines() const { return m_lateLines; }
    const NoiseBands& noise() const { return m_noise; }
    QString seriesLabel(std::size_t series) const;
    double timeBegin() const { return m_begin; }
    double timeEnd() const { return m_end; }
    double xOf(double seconds) const;
    double yOf(double value) const; // capped to the plot's surroundings, so that no coordinate overflows

private:
    struct Mark {
        int number = 0;
        double at = 0;
        QString text;
    };
    struct MarkCluster; // marks too close to be told apart: "3–5"

    void takePoints(const metrics::Points& points);
    void takeLate(const metrics::Point& point);
    void takeColumn(const metrics::Points& points, std::size_t series);
    void takeMarks(const metrics::Snapshot& snapshot);
    const metrics::Point* lastPoint(const metrics::Points& points) const;
    Axis makeValueAxis(int labels) const;

    void drawGrid(QPainter& painter);
    void drawTimeLabels(QPainter& painter);
    void drawMarks(QPainter& painter);
    std::vector<MarkCluster> markClusters() const;

    const Mark* markNear(double seconds) const;
    void drawReadOut(QPainter& painter, std::size_t at);
    void drawMarkText(QPainter& painter, const Mark& mark);

    ChartSpec m_spec;
    QPointer<ChartGroup> m_group;
    bool m_hasPoints = false; // a run gives points, though perhaps none that this chart can draw
    double m_begin = 0;
    double m_end = 10;
    double m_warmupEnd = 0;
    NoiseBands m_noise;
    std::vector<double> m_times;
    std::vector<Column> m_columns;
    std::vector<LateLine> m_lateLines;
    std::vector<Mark> m_marks;
    Axis m_x;
    Axis m_y;
};

} // namespace weir::ui
