// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/run_store.h"

#include <QWidget>

class QComboBox;

namespace weir::ui {

class TrendPlot;

// One metric over the runs of a scenario, with what equal runs differ by and marks where settings changed. Read on the
// store's thread. Window's thread.
class HistoryTrend : public QWidget {
    Q_OBJECT

public:
    static constexpr std::size_t mostRuns = 120; // the newest; more are no wider than a pixel or two

    HistoryTrend(store::RunStore& runs, QWidget* parent);

    void setScenario(const QString& scenario); // reads it anew
    TrendPlot* plot() const { return m_plot; }

    struct Run {
        store::TrendPoint point;
        std::string change; // of settings since the run before
    };
    struct Trend {
        std::vector<Run> runs;
        double noise = 0; // of equal runs of the newest one's settings, as a ratio; 0: not known
    };

private:
    void load();
    void showTrend(const Trend& trend, const metrics::Metric& metric);

    store::RunStore& m_runs;
    TrendPlot* m_plot;
    QComboBox* m_metric;
    QString m_scenario;
    int m_serial = 0; // of the newest question: answers to earlier ones are dropped
};

} // namespace weir::ui
