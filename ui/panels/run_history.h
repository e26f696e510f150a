// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/run_recorder.h"

#include <QObject>

#include <memory>

namespace weir::session {
class RunController;
} // namespace weir::session

namespace weir::ui {

class BannerArea;

// Records each run of the window in the history that weir-cli has as well, unasked, so that no result is lost with the
// window. Owns the history for the window's pages. Where it cannot be written a banner says why, and runs go on
// without.
class RunHistory : public QObject {
    Q_OBJECT

public:
    RunHistory(const session::RunController* controller, BannerArea* banners, QObject* parent,
               std::filesystem::path folder = store::usualFolder());

    store::RunStore& runs() { return m_store; }
    void keep(); // what there is now of a run that will not come to its end

signals:
    void changed(); // a run has begun or ended, or the history is a new one

private:
    void begin();
    void offer();
    void tell(const base::Error& error);
    void setAside();

    const session::RunController* m_controller;
    BannerArea* m_banners;
    store::RunStore m_store;
    std::unique_ptr<store::RunRecorder> m_recorder; // of the run that is on, or of the last one
};

} // namespace weir::ui
