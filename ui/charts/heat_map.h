// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_plot.h"

namespace weir::ui {

// All response times over time: each cell is a stretch of time and a band of latency, and the more requests it holds
// the further it is along the ramp of the accent. The ramp is logarithmic in the count, so that a lone straggler stays
// visible beside thousands.
class HeatMap : public TimePlot {
    Q_OBJECT

public:
    using TimePlot::TimePlot;

    bool isEmpty() const override;
    QString summary() const override;
    QList<QStringList> table() const override;

protected:
    void snapshotTaken(const metrics::Snapshot& snapshot) override;
    void paintValues(QPainter& painter) override;
    void paintOverlay(QPainter& painter) override;
    Extent extent() const override;
    double heightAt(std::size_t, std::size_t) const override { return 0; }
    bool isShown(std::size_t) const override { return true; }
    std::vector<LegendEntry> legend() const override;
    std::vector<ReadOutLine> readOut(std::size_t at) const override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct Column {
        double begin = 0; // seconds
        double end = 0;
        double scale = 1; // from counts to those of a column of the usual length
        std::shared_ptr<const metrics::LatencyColumn> source;
    };
    class Painted; // columns that share pixels
    const Column* columnAt(double seconds) const;
    std::optional<std::size_t> hoveredBand() const;
    QRectF cellRect(double begin, double end, std::size_t band) const;
    QColor colorOf(double count) const;

    std::vector<Column> m_columns; // those in view
    double m_length = 0;           // usual, in seconds
    double m_most = 0;             // in a cell of that length
    std::size_t m_lowest = 0;      // bands
    std::size_t m_highest = 0;
    std::optional<double> m_pointerY;
};

} // namespace weir::ui
