// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/run.h"

#include <QObject>

#include <thread>

namespace weir::session {

// Run for a window: never blocks, reports by signals on the thread it lives on. At most one run at a time.
class RunController : public QObject {
    Q_OBJECT

public:
    explicit RunController(QObject* parent = nullptr);
    ~RunController() override; // stops a run in progress and waits for it

    enum class State { Idle, Starting, Running, Stopping };
    State state() const { return m_state; }

    // Answers with started() or failed(). Ignored unless idle.
    void start(const settings::Scenario& scenario, const RunOptions& options = {});
    // Posts the live knobs to the run in progress, or to the one that is starting as soon as it has; else ignored.
    void apply(const settings::Scenario& scenario);
    // Ends with finished(); during Starting the run is given up as soon as it has connected.
    void stop();

    // Of the run in progress or the last one; its snapshot is null before the first.
    const report::RunReport& report() const { return m_report; }

signals:
    void stateChanged();
    void started();
    void failed(const weir::base::Error& error);                    // context: cause and remedy in words
    void snapshotReady(const weir::metrics::SnapshotPtr& snapshot); // at most 10 a second
    void finished();                                                // report() is complete

private:
    void setState(State state);
    void onStarted(int serial);
    void onSnapshot(const metrics::SnapshotPtr& snapshot, int serial);

    State m_state = State::Idle;
    std::unique_ptr<Run> m_run;
    using Started = base::Result<std::unique_ptr<Run>>;
    std::shared_ptr<Started> m_pending; // the starter's answer, read once onStarted is called
    std::thread m_starter;
    report::RunReport m_report;
    bool m_stopRequested = false;
    std::optional<settings::Scenario> m_applied; // while starting
    metrics::SnapshotPtr m_early;                // that came before started()
    int m_serial = 0;                            // of the latest start; answers of earlier ones are dropped
};

} // namespace weir::session
