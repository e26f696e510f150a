// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/experiment_controller.h"
#include "core/session/experiment_forecaster.h"
#include "core/session/experiment_history.h"
#include "core/settings/schema.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <optional>

namespace weir::ui {

class RunDesk;
class ScenarioModel;
class TuningLog;

// Experiments on the window's scenario: takes proposals from wherever a knob is shown, says what a plan would take,
// starts it, and keeps or leaves what it tried. Holds no widget: questions and refusals are signals. Window's thread.
class ExperimentDesk : public QObject {
    Q_OBJECT

public:
    // `logPath`: where the tuning log is kept.
    ExperimentDesk(ScenarioModel* scenario, session::ExperimentController* controller, RunDesk* runs,
                   const QString& logPath, QObject* parent = nullptr);

    using Assignments = std::vector<experiment::Assignment>;

    // A try that someone asks for beside a knob. `baseline` is what the other side differs by from the scenario as it
    // stands: the values before a change.
    void propose(const Assignments& variant, const Assignments& baseline = {});
    void proposeKnob(const QString& key); // with a value that is worth trying
    void proposeChange(const settings::Scenario& before, const settings::Scenario& after); // what differs
    void proposeChanges(const std::vector<experiment::Change>& changes); // of a report
    // What differed between two kept runs, on the settings of the first: everything that can be tried stands as it had
    // it. What stands in the way, if anything does: another scenario is open.
    std::optional<base::Error> proposeChanges(const std::vector<experiment::Change>& changes,
                                              const settings::Scenario& first);
    static bool canTry(const std::vector<experiment::Change>& changes); // all of them, and there are some
    void proposePending();
    // How many knobs were turned since the scenario was opened or last run: changes nothing was measured of.
    int pending() const;
    struct Proposal {
        Assignments variant;
        Assignments baseline;
    };
    std::optional<Proposal> takeProposal(); // once

    void setCalibration(calibration::CalibrationPtr known);
    // Whether the machine is at something else: a run, a calibration. Neither may go on beside an experiment.
    void setBusy(bool busy);
    bool isBusy() const { return m_busy; }
    bool isRunning() const { return m_controller->isRunning(); }
    session::ExperimentController* controller() const { return m_controller; }

    // Answers with forecastReady, on a thread of its own; the newest plan wins.
    void forecast(const experiment::Plan& plan);

    void start(const experiment::Plan& plan); // ignored while busy or running
    // Goes on with one of the history that was interrupted; what stands in the way is told by refusedResume.
    void resume(const QString& experiment);
    void confirmHosts(); // the answer yes to confirmationNeeded: starts
    void cancel();
    const experiment::Plan& started() const { return m_started; }

    // Sets what a variant of a report changed, as one undo step; what stands in the way, if anything does.
    std::optional<settings::Problem> keep(const experiment::TuningReport& report, std::size_t variant);
    // Sets what it changed back to the baseline's values, where the scenario has others.
    std::optional<settings::Problem> undo(const experiment::TuningReport& report, std::size_t variant);
    bool isKept(const experiment::TuningReport& report, std::size_t variant) const; // the scenario has it

    // Where experiments are kept; it outlives this. Null: nowhere.
    void setHistory(store::RunStore* history);
    // One of an earlier session, from the history: answers with loaded() or notLoaded().
    void load(const QString& experiment);

    TuningLog* log() const { return m_log; } // of the scenario that is open

signals:
    void proposed();
    void pendingChanged();
    void stateChanged(); // busy or running
    void forecastReady(const weir::session::ExperimentForecaster::Answer& forecast);
    void loaded(const weir::experiment::TuningReportPtr& report);
    void notLoaded(const weir::base::Error& error);
    void confirmationNeeded(const QStringList& hosts);
    void goesOn(); // what resume() asked for
    void refusedResume(const weir::base::Error& error);
    void refused(const std::vector<weir::settings::Problem>& problems);

private:
    base::Result<session::KeptExperiment> resumable(const store::StoredExperiment& kept) const;
    void begin(const experiment::Plan& plan, std::shared_ptr<const session::ResumedExperiment> resumed);
    Assignments assignmentsOf(const experiment::TuningReport& report, std::size_t variant) const;
    std::optional<settings::Problem> assign(const Assignments& values);
    void countPending();
    bool isLast(const experiment::TuningReport& report) const;

    ScenarioModel* m_scenario;
    session::ExperimentController* m_controller;
    RunDesk* m_runs;
    store::RunStore* m_history = nullptr;
    TuningLog* m_log;
    calibration::CalibrationPtr m_calibration;
    std::optional<Proposal> m_proposal;
    experiment::Plan m_wanted;                                         // waits for an answer about its hosts
    std::shared_ptr<const session::ResumedExperiment> m_wantedResumed; // likewise; null: it begins anew
    experiment::Plan m_started;
    QString m_startedIn;           // the log's scenario
    settings::Scenario m_measured; // as it was opened or last run
    int m_pending = 0;
    session::ExperimentForecaster* m_forecaster;
    bool m_busy = false;
};

} // namespace weir::ui
