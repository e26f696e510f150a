// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"

#include <QWidget>

class QGridLayout;

namespace weir::ui {

class FrontPlot;
class KnobPlot;
class PairsPlot;
class PlotView;
class TileMap;
class TornadoPlot;

// The charts that fit a report: pairs of a variant, the tornado of a screening, the curve or the tiles and the front of
// a sweep, the trials of a search. Two beside each other where there is room.
class ExperimentCharts : public QWidget {
    Q_OBJECT

public:
    explicit ExperimentCharts(QWidget* parent = nullptr);

    void showReport(const experiment::TuningReport& report, std::size_t variant);
    void clear();
    QList<PlotView*> shown() const; // in their order

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showPairs(const experiment::TuningReport& report, std::size_t variant);
    void showEffects(const experiment::TuningReport& report);
    void showSweep(const experiment::TuningReport& report);
    void showTiles(const experiment::TuningReport& report);
    void showFront(const experiment::TuningReport& report);
    void showTrials(const experiment::TuningReport& report);
    void arrange();

    QGridLayout* m_grid;
    PairsPlot* m_pairs;
    TornadoPlot* m_tornado;
    KnobPlot* m_curve;
    TileMap* m_tiles;
    FrontPlot* m_front;
    QList<PlotView*> m_all;
    QList<PlotView*> m_shown;
    int m_columns = 0;
};

} // namespace weir::ui
