// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/experimenting.h"

#include <QObject>

#include <atomic>
#include <memory>
#include <thread>

namespace weir::store {
class RunStore;
} // namespace weir::store

namespace weir::session {

// Experiments for a window: on a thread of its own, reported by signals on the thread that this lives on. At most one
// at a time.
class ExperimentController : public QObject {
    Q_OBJECT

public:
    explicit ExperimentController(QObject* parent = nullptr);
    ~ExperimentController() override; // cancels and waits

    // Each experiment goes into it, block by block; it outlives this. Null: none does.
    void setHistory(store::RunStore* history) { m_history = history; }

    bool isRunning() const { return m_thread.joinable(); }
    // Answers with finished() or failed(). Ignored while one runs.
    void start(const experiment::Plan& plan, const RunOptions& options = {});
    // Goes on with one that was interrupted: the same plan, and what it has measured.
    void start(const experiment::Plan& plan, const ResumedExperiment& resumed, const RunOptions& options);
    void cancel(); // ends with finished() and what there is

    const experiment::TuningReportPtr& report() const { return m_report; } // so far, or of the last one; may be null

signals:
    void stateChanged();
    void progressed(const weir::session::ExperimentProgress& progress); // some five times a second
    void snapshotReady(const weir::metrics::SnapshotPtr& snapshot);
    void failed(const weir::base::Error& error);
    void historyTroubled(const weir::base::Error& error); // this one may be missing there
    void finished();                                      // report() is complete

private:
    using Outcome = base::Result<experiment::TuningReport>;
    void launch(const experiment::Plan& plan, const RunOptions& options,
                std::shared_ptr<const ResumedExperiment> resumed);
    Outcome runKept(const experiment::Plan& plan, const RunOptions& options, ExperimentHooks hooks);
    void onDone(const std::shared_ptr<Outcome>& outcome);

    store::RunStore* m_history = nullptr;
    experiment::TuningReportPtr m_report;
    std::thread m_thread;
    std::atomic<bool> m_cancelled{false};
};

} // namespace weir::session
