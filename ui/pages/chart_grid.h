// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <QScrollArea>

#include <vector>

namespace weir::ui {

class ChartGroup;
class NoiseBands;
class TimePlot;

// The live charts side by side: four columns where there is room, else fewer, scrolling rather than squeezing.
// Those about the target's processes are shown where these are looked at.
// A double click gives one chart the whole room, another gives it back.
class ChartGrid : public QScrollArea {
    Q_OBJECT

public:
    explicit ChartGrid(QWidget* parent = nullptr);

    // Hands the snapshot to the charts that can be seen; the others take it once they come into view.
    void setSnapshot(const metrics::SnapshotPtr& snapshot);
    void setNoise(const NoiseBands& noise);

    TimePlot* maximised() const { return m_maximised; } // null: all are shown
    void toggleMaximised(TimePlot* chart);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showCharts();
    void arrange();
    void feed();
    void feedOne(TimePlot* chart);
    std::vector<TimePlot*> shownCharts() const;

    QWidget* m_content;
    ChartGroup* m_group;
    std::vector<TimePlot*> m_charts;
    std::vector<int> m_fed; // the serial of the snapshot that each chart shows
    int m_serial = 0;
    bool m_hasProcess = false; // the target's are looked at
    TimePlot* m_maximised = nullptr;
    metrics::SnapshotPtr m_snapshot;
};

} // namespace weir::ui
