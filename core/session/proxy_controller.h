// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/proxy/gateway/gateway.h"
#include "core/session/run.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <optional>
#include <thread>

namespace weir::session {

class ProxySession;

// ProxySession for a window: never blocks, reports by signals on the thread it lives on. Connecting to the targets and
// waiting for the last replies happen on a thread of their own.
class ProxyController : public QObject {
    Q_OBJECT

public:
    explicit ProxyController(QObject* parent = nullptr);
    ~ProxyController() override; // ends what is under way, except replies that stop() already waits for

    enum class State { Off, Starting, Listening, Stopping };
    State state() const { return m_state; }

    // Of the clients since the start.
    struct Traffic : proxy::GatewayCounters {
        double requestsPerSecond = 0; // over the last second or so

        bool operator==(const Traffic&) const = default;
    };

    // Ends in State::Listening or with failed(). Ignored unless off.
    void start(const settings::Scenario& scenario, const RunOptions& options = {});
    // The live knobs, for requests that arrive from now on; ignored when off.
    void apply(const settings::Scenario& scenario);
    // Ends in State::Off, at the latest listener.drain_s later.
    void stop();

    // While it listens, and until the next start.
    const QString& url() const { return m_url; }       // "http://127.0.0.1:8080", with the real port
    const QString& target() const { return m_target; } // where requests go in the end
    const Traffic& traffic() const { return m_traffic; }

signals:
    void stateChanged();
    void trafficChanged();
    // Context: cause and remedy in words. `ofTarget`: the target is what cannot be used, else the listener itself.
    void failed(const weir::base::Error& error, bool ofTarget);

private:
    struct Start {
        base::Result<std::unique_ptr<ProxySession>> session;
        bool reached = false;
    };
    void setState(State state);
    void onStarted();
    void onStopped();
    void poll();
    void work(std::function<void()> job, void (ProxyController::*done)());

    State m_state = State::Off;
    std::unique_ptr<ProxySession> m_session;
    std::shared_ptr<Start> m_pending; // the starter's answer, read once onStarted is called
    std::thread m_worker;             // starts or stops; joined before the next
    bool m_stopRequested = false;
    std::optional<settings::Scenario> m_applied; // while starting
    QString m_url;
    QString m_target;
    Traffic m_traffic;
    QTimer m_poll;
    QElapsedTimer m_sincePoll;
};

} // namespace weir::session
