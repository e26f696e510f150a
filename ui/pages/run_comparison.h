// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"
#include "core/store/history.h"
#include "ui/charts/curve_plot.h"

#include <QScrollArea>

namespace weir::ui {

class ResultCard;

// Two to five kept runs beside each other: the table of what differs, which says itself that runs made one after the
// other are weaker evidence than pairs, and their distributions over each other. Window's thread.
class RunComparison : public QScrollArea {
    Q_OBJECT

public:
    explicit RunComparison(QWidget* parent = nullptr);

    struct Compared {
        experiment::TuningReportPtr report;
        std::vector<CurvePlot::Curve> percentiles; // of response times in milliseconds
    };
    // The first of the runs is what the others are compared with. On the store's thread.
    static base::Result<Compared> compared(store::History& history, const std::vector<std::string>& ids,
                                           const calibration::CalibrationPtr& known);
    void showCompared(const Compared& compared);

signals:
    // To be tried properly: what a run had otherwise than the first.
    void settleRequested(const std::vector<weir::experiment::Change>& changes);

private:
    experiment::TuningReportPtr m_report;
    ResultCard* m_result;
    CurvePlot* m_percentiles;
    CurvePlot* m_shares;
};

} // namespace weir::ui
