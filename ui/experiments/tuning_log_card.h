// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"

#include <QWidget>

namespace weir::ui {

class BannerArea;
class ResultTable;
class TuningExport;
class TuningLog;

// The tuning log with its export.
class TuningLogCard : public QWidget {
    Q_OBJECT

public:
    TuningLogCard(TuningLog* log, BannerArea* banners, QWidget* parent = nullptr);

    void setShown(const experiment::TuningReportPtr& report); // that is exported
    TuningExport* exports() const { return m_exports; }

signals:
    void chosen(const QString& experiment, const weir::experiment::TuningReportPtr& report); // null of earlier sessions

private:
    QWidget* makeTop();
    void fit();

    TuningLog* m_log;
    TuningExport* m_exports;
    ResultTable* m_table;
    QWidget* m_links = nullptr;
};

} // namespace weir::ui
