// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/run_logs.h"

#include <QObject>

#include <array>

class QAction;
class QMenu;
class QWidget;

namespace weir::session {
class RunController;
} // namespace weir::session

namespace weir::ui {

class BannerArea;

// The files that a run writes while it goes on, as weir-cli's --hlog and --jtl: asked for before it, since a run keeps
// no single requests, and for one run. Menu entries choose and drop them; a banner tells how that ended.
class RunLogging : public QObject {
    Q_OBJECT

public:
    RunLogging(const session::RunController* controller, BannerArea* banners, QWidget* window);

    void addTo(QMenu* menu);

    // Of the next run.
    void setPaths(const session::LogPaths& paths);
    const session::LogPaths& paths() const { return m_paths; }

    // Opens them and has the run feed them. False, with a banner, where one cannot be made.
    bool prepare(const settings::Scenario& scenario, session::RunOptions& options);

signals:
    void runRequested(); // without them

private:
    struct Kind {
        std::string session::LogPaths::*path;
        QString suffix;
        QAction* action = nullptr;
    };
    void choose(const Kind& kind, bool on);
    void finish();
    void tellWanted();
    void tellRefused(const base::Error& error);
    QString namesOf(const session::LogPaths& paths) const;

    const session::RunController* m_controller;
    BannerArea* m_banners;
    QWidget* m_window;
    QString m_folder;
    session::LogPaths m_paths;                // of the next run
    session::LogPaths m_openPaths;            // of the run in progress
    std::shared_ptr<session::RunLogs> m_open; // likewise
    std::array<Kind, 2> m_kinds;
};

} // namespace weir::ui
