// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"
#include "core/session/experimenting.h"
#include "core/settings/schema.h"
#include "ui/pages/page.h"

#include <QTimer>

#include <array>

class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace weir::ui {

class ExperimentCharts;
class FactorForm;
class PlanForm;
class PlanSentence;
class ProgressCard;
class ResultCard;
class SegmentBar;
class TryForm;
class TuningLogCard;

// Experiments: what to try, in four kinds; how long it takes and what it can find; the answer in a sentence with the
// table and charts that it rests on; and the log of what was tried in this scenario.
class ExperimentsPage : public Page {
    Q_OBJECT

public:
    explicit ExperimentsPage(const PageContext& context, QWidget* parent = nullptr);

    // Shows an experiment's report as if it had been run here.
    void showReport(const experiment::TuningReportPtr& report, bool isFinal);

    // What Start would run; otherwise what is wrong with it.
    QString plan(experiment::Plan& wanted) const;

private:
    void addTop(QVBoxLayout* column);
    void addPlan(QVBoxLayout* column);
    void addResult(QVBoxLayout* column);
    void connectDesk();
    PlanForm* form() const; // of the kind that is chosen
    experiment::Kind kind() const;
    void showKind();
    void planChanged();
    void foresee();
    void takeProposal();
    void start();
    void showState();
    void showProgress(const session::ExperimentProgress& progress);
    void showVariant(std::size_t variant);
    void showKept();
    void keep(std::size_t variant);
    void undo(std::size_t variant);
    void tell(const settings::Problem& problem);

    PageContext m_context;
    QScrollArea* m_scroll;
    SegmentBar* m_kinds = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_cancel = nullptr;
    TryForm* m_try = nullptr;
    std::array<PlanForm*, 4> m_forms{};
    PlanSentence* m_sentence = nullptr;
    ProgressCard* m_progress = nullptr;
    ResultCard* m_result = nullptr;
    ExperimentCharts* m_charts = nullptr;
    TuningLogCard* m_log = nullptr;
    experiment::TuningReportPtr m_report; // that is shown
    QTimer m_pause;                       // until a changed plan is looked at
    bool m_isPossible = false;            // the plan
};

} // namespace weir::ui
