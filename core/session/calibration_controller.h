// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/calibrating.h"

#include <QObject>

#include <atomic>
#include <filesystem>
#include <thread>

namespace weir::session {

// Calibration for a window: runs on a thread of its own, reports by signals on the thread it lives on, and holds what
// is known of this machine for the runs to come. At most one at a time.
class CalibrationController : public QObject {
    Q_OBJECT

public:
    // Keeps its file in `folder`; reads it at once.
    explicit CalibrationController(std::filesystem::path folder, QObject* parent = nullptr);
    ~CalibrationController() override; // cancels and waits

    bool isRunning() const { return m_thread.joinable(); }
    // Answers with finished() or failed(). Ignored while one runs.
    void start(const settings::Scenario& scenario, const CalibrationPlan& plan = {});
    void cancel(); // ends with finished(), and nothing is kept

    const calibration::CalibrationPtr& known() const { return m_known; } // never null
    const CalibrationResult& result() const { return m_result; }         // of the last one that finished
    // Why what is on disk could not be used or written; empty when all is well.
    const std::string& trouble() const { return m_trouble; }

signals:
    void stateChanged();
    void progress(const QString& text, double share, double leftS);
    void failed(const weir::base::Error& error);
    void finished(); // or cancelled: result() says
    void knownChanged();

private:
    using Outcome = base::Result<CalibrationResult>;
    void onDone(const std::shared_ptr<Outcome>& outcome, const settings::Scenario& scenario);
    void keep(const settings::Scenario& scenario);

    std::filesystem::path m_folder;
    calibration::CalibrationPtr m_known;
    CalibrationResult m_result;
    std::string m_trouble;
    std::thread m_thread;
    std::atomic<bool> m_cancelled{false};
};

} // namespace weir::session
