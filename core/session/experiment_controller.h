// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/experimenting.h"

#include <QObject>

#include <atomic>
#include <thread>

namespace weir::session {

// Experiments for a window: on a thread of its own, reported by signals on the thread that this lives on. At most one
// at a time.
class ExperimentController : public QObject {
    Q_OBJECT

public:
    explicit ExperimentController(QObject* parent = nullptr);
    ~ExperimentController() override; // cancels and waits

    bool isRunning() const { return m_thread.joinable(); }
    // Answers with finished() or failed(). Ignored while one runs.
    void start(const experiment::Plan& plan, const RunOptions& options = {});
    void cancel(); // ends with finished() and what there is

    const experiment::TuningReportPtr& report() const { return m_report; } // so far, or of the last one; may be null

signals:
    void stateChanged();
    void progressed(const weir::session::ExperimentProgress& progress); // some five times a second
    void snapshotReady(const weir::metrics::SnapshotPtr& snapshot);
    void failed(const weir::base::Error& error);
    void finished(); // report() is complete

private:
    using Outcome = base::Result<experiment::TuningReport>;
    void onDone(const std::shared_ptr<Outcome>& outcome);

    experiment::TuningReportPtr m_report;
    std::thread m_thread;
    std::atomic<bool> m_cancelled{false};
};

} // namespace weir::session
