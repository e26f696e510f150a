// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"
#include "ui/models/run_stretch.h"

#include <QTabWidget>

#include <optional>

namespace weir::ui {

class ComparisonPage;
class EndpointPage;
class FailureCountModel;
class FailureModel;
class GroupTableModel;
class LogModel;
class SlowestPage;
class ThresholdModel;

// What stands beneath the charts: endpoints, the slowest exchanges, before and after the last knob, client groups where
// there are any, thresholds, failures, log.
class ResultTabs : public QTabWidget {
    Q_OBJECT

public:
    explicit ResultTabs(QWidget* parent = nullptr);

    void setSnapshot(const metrics::SnapshotPtr& snapshot);

signals:
    void settleRequested(weir::metrics::EpochId before, weir::metrics::EpochId after);
    void stretchChosen(const std::optional<weir::ui::RunStretch>& stretch);

private:
    void addGroups();
    void addThresholds();
    void addCorner();
    void addFailures();
    void addLog();

    EndpointPage* m_endpoints;
    SlowestPage* m_slowest;
    ComparisonPage* m_comparison;
    GroupTableModel* m_groups;
    ThresholdModel* m_thresholds;
    FailureCountModel* m_failureCounts;
    FailureModel* m_failures;
    LogModel* m_log;
    int m_groupTab = 0;
    int m_thresholdTab = 0;
    int m_failureTab = 0;
};

} // namespace weir::ui
