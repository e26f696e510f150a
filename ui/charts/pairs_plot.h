// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"
#include "ui/charts/series_plot.h"

namespace weir::ui {

// A variant beside the baseline, pair by pair in the order in which they ran: two dots that a line joins. Shows what
// the interval rests on, and what one stall does.
class PairsPlot : public SeriesPlot {
    Q_OBJECT

public:
    using SeriesPlot::SeriesPlot;

    void setPairs(std::vector<experiment::Pair> pairs, const QString& baseline, const QString& variant,
                  ValueFormat format);

    bool isEmpty() const override { return m_pairs.empty(); }
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
    double xOf(std::size_t pair) const;

    std::vector<experiment::Pair> m_pairs;
    QString m_baseline;
    QString m_variant;
    ValueFormat m_format = ValueFormat::Plain;
    Axis m_y;
};

} // namespace weir::ui
