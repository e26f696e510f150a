// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"
#include "core/store/history.h"
#include "ui/charts/curve_plot.h"

#include <QScrollArea>

namespace weir::ui {

class BannerArea;
class ResultCard;
class TuningExport;

// Two to five kept runs beside each other: the table of what differs, which says itself that runs made one after the
// other are weaker evidence than pairs, and their distributions over each other. Window's thread.
class RunComparison : public QScrollArea {
    Q_OBJECT

public:
    RunComparison(BannerArea* banners, QWidget* parent);

    struct Compared {
        experiment::TuningReportPtr report;
        settings::Scenario first;                  // what the first was measured with, credentials as "***"
        std::vector<CurvePlot::Curve> percentiles; // of response times in milliseconds
    };
    // The first of the runs is what the others are compared with. On the store's thread.
    static base::Result<Compared> compared(store::History& history, const std::vector<std::string>& ids,
                                           const calibration::CalibrationPtr& known);
    void showCompared(const Compared& compared);
    TuningExport* exports() const { return m_exports; }

signals:
    // What differs between the first run and another is to be tried properly, on the settings of the first.
    void settleRequested(const std::vector<weir::experiment::Change>& changes, const weir::settings::Scenario& first);

private:
    QWidget* makeTop();

    TuningExport* m_exports;
    Compared m_compared;
    ResultCard* m_result;
    CurvePlot* m_percentiles;
    CurvePlot* m_shares;
};

} // namespace weir::ui
