// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"
#include "ui/models/run_stretch.h"
#include "ui/pages/page.h"

#include <QTimer>

#include <optional>

class QSplitter;

namespace weir::ui {

class Label;
class ChartGrid;
class ResultTabs;

// What happens: the live charts above the tables. Snapshots may come as often as they like; the page shows five a
// second at most, since a frame costs the processor that also sends the load.
class LivePage : public Page {
    Q_OBJECT

public:
    explicit LivePage(const PageContext& context = {}, QWidget* parent = nullptr);

    ChartGrid* charts() const { return m_charts; }

    QWidget* corner() override;                                       // "Pause view"
    void showSnapshot(const metrics::SnapshotPtr& snapshot) override; // null: empties the page
    // Freezes the view, not the run.
    void setPaused(bool paused);

private:
    void buildSplitter();
    QWidget* makeLower(QWidget* parent);
    void refresh();
    void showNotes();
    void showNoise();
    void settle(metrics::EpochId before, metrics::EpochId after);

    PageContext m_context;
    ChartGrid* m_charts;
    Label* m_notes; // what sets response and service time apart, where they are far apart
    ResultTabs* m_results;
    metrics::SnapshotPtr m_newest;
    metrics::SnapshotPtr m_shown;
    std::optional<RunStretch> m_stretch; // that the tables are about; none: the newest
    QTimer m_pace;
    bool m_paused = false;
    std::size_t m_noiseEpochs = 0; // that the charts know the noise of
};

} // namespace weir::ui
