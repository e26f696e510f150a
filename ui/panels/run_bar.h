// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/run_controller.h"

#include <QWidget>

#include <array>

class QHBoxLayout;
class QMenu;
class QProgressBar;
class QPushButton;

namespace weir::ui {

class Label;
class FigureLabel;
class VerdictBadge;

// The toolbar: Run or Stop, which scenario, how far the run is, and the five figures people look for.
class RunBar : public QWidget {
    Q_OBJECT

public:
    explicit RunBar(QWidget* parent = nullptr);

    void setScenarioName(const QString& name, bool modified);
    void setScenarioMenu(QMenu* menu);
    void setState(session::RunController::State state);
    // The run's place is taken by something else: "calibrating …"; Stop ends it. Empty: by nothing.
    void setTask(const QString& name);
    void setTaskProgress(const QString& words, double share, const QString& tip);
    void setSnapshot(const metrics::Snapshot* snapshot, const settings::Scenario& scenario);

    QPushButton* runButton() const { return m_run; }
    QPushButton* stopButton() const { return m_stop; }

signals:
    void runRequested();
    void stopRequested();

private:
    void addButtons(QHBoxLayout* row);
    void addProgress(QHBoxLayout* row);
    void addFigures(QHBoxLayout* row);
    void showButtons();
    void showProgress(const metrics::Snapshot* snapshot);

    QPushButton* m_run = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_scenario = nullptr;
    Label* m_clock = nullptr;
    QProgressBar* m_progress = nullptr;
    std::array<FigureLabel*, 5> m_figures{};
    VerdictBadge* m_verdict = nullptr;
    QString m_task; // that takes the run's place
    session::RunController::State m_state = session::RunController::State::Idle;
};

} // namespace weir::ui
