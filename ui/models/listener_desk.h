// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/proxy_controller.h"
#include "core/settings/schema.h"

#include <QObject>

namespace weir::ui {

class ScenarioModel;

// Starts the proxy's listener under the window's scenario and posts the scenario's edits to it. Before other machines
// may connect it asks, once per address and session. Holds no widget: questions and refusals are signals.
class ListenerDesk : public QObject {
    Q_OBJECT

public:
    using State = session::ProxyController::State;

    ListenerDesk(ScenarioModel* scenario, session::ProxyController* controller, QObject* parent = nullptr);

    void start();           // ignored unless off
    void confirmAddress();  // the answer yes to confirmationNeeded: starts
    void startTrusting();   // accepts any certificate of the target until the listener is stopped
    void startOnFreePort(); // changes listener.address, and starts
    void stop();

    const session::ProxyController& controller() const { return *m_controller; }
    bool isOn() const { return m_controller->state() == State::Starting || m_controller->state() == State::Listening; }
    bool builtIn() const { return m_started.target.urls.empty(); } // the built-in origin answers
    const settings::Scenario& started() const { return m_started; }
    QString curl() const; // empty unless it listens

signals:
    void confirmationNeeded(const QString& address);
    void refused(const std::vector<weir::settings::Problem>& problems);

private:
    void begin(const session::RunOptions& options);
    void apply();

    ScenarioModel* m_scenario;
    session::ProxyController* m_controller;
    settings::Scenario m_started;
    QString m_confirmed;
    bool m_detached = false; // another scenario was opened since: its edits are not for this listener
};

// Whether clients on other machines can reach a listener on `address` ("HOST:PORT").
bool isOpenToOthers(const QString& address);

} // namespace weir::ui
