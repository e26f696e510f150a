// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/report_writer.h"
#include "core/store/run_store.h"
#include "ui/pages/page.h"

class QComboBox;
class QLineEdit;
class QMenu;
class QPushButton;
class QToolButton;
class QStackedWidget;

namespace weir::ui {

class HistoryModel;
class HistoryTrend;
class KeptExperiment;
class Label;
class ResultTable;
class RunComparison;
class RunDetails;

// What was measured before, here and by weir-cli: a table of runs, what the chosen one found at the right, the trend of
// its scenario beneath. Runs are named, starred, exported and deleted here. All reading and writing happens on the
// store's thread.
class HistoryPage : public Page {
    Q_OBJECT

public:
    HistoryPage(const PageContext& context, QWidget* parent);

    std::vector<std::string> chosen() const; // ids, in the order of the table
    void reload();
    void exportTo(const report::ReportFormat& format, const QString& path); // the chosen run

signals:
    void reloaded();

protected:
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeBar();
    QWidget* makeLeft();
    QMenu* makeExports();
    void connectParts();
    void showEntries(const base::Result<std::vector<store::HistoryEntry>>& entries);
    void fillScenarios();
    void onChosen();
    void showDetails(const std::string& id);
    void showExperiment(const std::string& id);
    void connectExperiments();
    void settle(const std::vector<experiment::Change>& changes, const settings::Scenario& first);
    void compare();
    void toggleStar();
    void toggleBaseline();
    void askToDelete();
    void remove(const std::vector<std::string>& ids);
    void ask(const report::ReportFormat& format);
    void tellExport(const QString& path, const QStringList& failures);
    // Asks for a change and lists anew; a failure is told.
    void change(std::function<base::Status(store::History&)> work);
    void tell(const QString& title, const base::Error& error);

    PageContext m_context;
    store::RunStore& m_runs;
    HistoryModel* m_model;
    ResultTable* m_table;
    QLineEdit* m_filter;
    QComboBox* m_scenario;
    Label* m_count;
    Label* m_kept;
    QToolButton* m_exports;
    QPushButton* m_delete;
    QPushButton* m_compare;
    HistoryTrend* m_trend;
    QStackedWidget* m_side; // details, comparison or experiment
    RunDetails* m_details;
    KeptExperiment* m_experiment;
    RunComparison* m_comparison;
    bool m_isStale = true;
    std::string m_detailed;         // the run that was asked for last
    session::ReportWriter m_writer; // the last member: it waits for what is being written
};

} // namespace weir::ui
