// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/axis.h"
#include "ui/charts/chart_spec.h"
#include "ui/charts/plot_view.h"

namespace weir::ui {

// Where one exchange's time went: a bar for each step, beginning where the one before it ended.
class Waterfall : public PlotView {
    Q_OBJECT

public:
    struct Bar {
        QString label;
        QString help; // tool tip, behind the figures
        double beginMs = 0;
        double lengthMs = 0;
        ColorRole color = ColorRole::First;
        bool isHatched = false; // time in which nothing went on: waiting in a queue
    };

    explicit Waterfall(QWidget* parent = nullptr);

    // Of an exchange that took `totalMs`. No bars: empty.
    void setBars(std::vector<Bar> bars, double totalMs);
    void clear() { setBars({}, 0); }
    const std::vector<Bar>& bars() const { return m_bars; }

    bool isEmpty() const override { return m_bars.empty(); }
    QString summary() const override;
    QList<QStringList> table() const override;

protected:
    std::vector<LegendEntry> legend() const override { return {}; }
    QRectF layoutPlot(const QRectF& inner) override;
    void paintPlot(QPainter& painter) override;
    bool event(QEvent* event) override;

private:
    QRectF rowRect(std::size_t bar) const;
    double xOf(double ms) const;
    void paintBar(QPainter& painter, std::size_t bar);
    void paintTimes(QPainter& painter);
    QString tip(const Bar& bar) const;

    std::vector<Bar> m_bars;
    double m_total = 0;
    double m_labels = 0; // width of the texts at the left
    double m_values = 0; // and at the right
    Axis m_axis;
};

} // namespace weir::ui
