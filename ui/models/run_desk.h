// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/run_controller.h"
#include "core/settings/schema.h"

#include <QObject>
#include <QSet>

#include <functional>
#include <utility>

namespace weir::ui {

class ScenarioModel;

// Starts the window's scenario and posts its edits to the run in progress. Before load goes to a host that is not this
// machine it asks once per host and session. Holds no widget: questions and refusals are signals.
class RunDesk : public QObject {
    Q_OBJECT

public:
    RunDesk(ScenarioModel* scenario, session::RunController* controller, QObject* parent = nullptr);

    void start();        // ignored while a run is on
    void confirmHosts(); // the answer yes to confirmationNeeded: starts
    // The next start, and only that, accepts any certificate of the target.
    void startTrusting();
    void stop();
    // What later runs know of this machine.
    void setCalibration(calibration::CalibrationPtr known) { m_calibration = std::move(known); }

    // What else a run is given when it starts; false keeps it from starting.
    using Prepare = std::function<bool(const settings::Scenario&, session::RunOptions&)>;
    void setPreparation(Prepare prepare) { m_prepare = std::move(prepare); }

    bool isActive() const { return m_controller->state() != session::RunController::State::Idle; }
    const settings::Scenario& started() const { return m_started; } // what the last run was started with

    // Distant hosts that load may not go to yet; from then on it may.
    QStringList unconfirmedHosts() const;
    QStringList unconfirmedHosts(const settings::Scenario& scenario) const;
    void trustHosts(const settings::Scenario& scenario);

signals:
    void starting();                                   // the scenario as it stands
    void confirmationNeeded(const QStringList& hosts); // "https://api.example.com"
    void refused(const std::vector<weir::settings::Problem>& problems);

private:
    void begin(const session::RunOptions& options);
    void apply();

    ScenarioModel* m_scenario;
    session::RunController* m_controller;
    settings::Scenario m_started;
    calibration::CalibrationPtr m_calibration;
    Prepare m_prepare;
    QSet<QString> m_confirmed;
    bool m_detached = false; // another scenario was opened since: its edits are not for the run in progress
};

bool isThisMachine(const QString& host); // by its name or loopback address

// Scheme, host and port of each target beyond this machine.
QStringList distantHosts(const settings::Scenario& scenario);

} // namespace weir::ui
