// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/judgement.h"
#include "ui/charts/series_plot.h"

namespace weir::ui {

struct TornadoBar {
    QString name;
    double effect = 0; // a ratio, or of shares the points as a ratio: 0.35 is 35 %; may be infinite
    double low = 0;    // of the interval; NaN without one
    double high = 0;
    analysis::Judgement judgement = analysis::Judgement::Unclear;
    QString note{}; // behind the bar's whisker: "confirmed"
};

// Effects from one zero line, widest first, with whiskers for their intervals; grey where the interval holds zero. The
// names stand left of all.
class TornadoPlot : public SeriesPlot {
    Q_OBJECT

public:
    using SeriesPlot::SeriesPlot;

    void setBars(std::vector<TornadoBar> bars); // widest first is up to the caller
    int heightWanted() const;                   // all bars at a comfortable distance

    bool isEmpty() const override { return m_bars.empty(); }
    QString summary() const override;
    QList<QStringList> table() const override;

protected:
    void makeScales(const QSizeF& room) override;
    std::vector<Tick> xTicks() const override { return m_ticks; }
    std::vector<Tick> yTicks() const override { return {}; }
    double yLabelWidth() const override { return m_nameWidth; }
    void fill(QChart& chart) const override;
    void paintBeneath(QPainter& painter) const override;
    void paintAbove(QPainter& painter) const override;
    std::vector<Spot> spots() const override;
    std::vector<LegendEntry> legend() const override;

private:
    double xOf(double ratio) const;
    double yOf(std::size_t bar) const;

    std::vector<TornadoBar> m_bars;
    double m_min = -1; // the scale's ends, zero within
    double m_max = 1;
    double m_nameWidth = 0;
    std::vector<Tick> m_ticks;
};

// "−35 %", "+1.2 %", "0 %"
QString signedPercent(double ratio);

} // namespace weir::ui
