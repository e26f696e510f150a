// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/axis.h"
#include "ui/charts/chart_group.h"
#include "ui/charts/chart_spec.h"
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

    bool isEmpty() const override;
    QString summary() const override;
    QList<QStringList> table() const override;

protected:
    struct Column {
        std::vector<double> values; // one per time, NaN where there is none
        bool present = false;       // has any value
    };

    virtual void paintValues(QPainter& painter) = 0;
    // The largest and smallest value that the axis must reach.
    virtual std::pair<double, double> extent() const = 0;
    // Where a series stands at a time: its own value, or the upper edge of its layer.
    virtual double heightAt(std::size_t series, std::size_t at) const = 0;
    virtual bool dropsAbsent() const { return false; } // leaves all-zero series out of the legend

    std::vector<LegendEntry> legend() const override;
    QRectF layoutPlot(const QRectF& inner) override;
    void paintPlot(QPainter& painter) override;
    void paintOverlay(QPainter& painter) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

    const std::vector<double>& times() const { return m_times; } // seconds
    const std::vector<Column>& columns() const { return m_columns; }
    const Axis& timeAxis() const { return m_x; }
    const Axis& valueAxis() const { return m_y; }
    bool isShown(std::size_t series) const;
    QColor seriesColor(std::size_t series) const;
    QString seriesLabel(std::size_t series) const;
    double xOf(double seconds) const;
    double yOf(double value) const;

private:
    struct Mark {
        int number = 0;
        double at = 0;
        QString text;
    };

    void takePoints(const metrics::Points& points, TimeRange range);
    void takeMarks(const metrics::Snapshot& snapshot, TimeRange range);
    void updateAxes(TimeRange range);
    void drawAxes(QPainter& painter);
    void drawMarks(QPainter& painter);
    void drawReadOut(QPainter& painter, std::size_t at);
    std::optional<std::size_t> hoveredIndex() const;

    ChartSpec m_spec;
    QPointer<ChartGroup> m_group;
    std::vector<double> m_times;
    std::vector<Column> m_columns;
    std::vector<Mark> m_marks;
    double m_warmupEnd = 0;
    Axis m_x;
    Axis m_y;
};

} // namespace weir::ui
