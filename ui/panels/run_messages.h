// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/run_controller.h"
#include "core/settings/schema.h"

#include <QObject>

namespace weir::ui {

class BannerArea;
class RunDesk;

// Tells in banners what stands in the way of a run, with the way out as a button.
class RunMessages : public QObject {
    Q_OBJECT

public:
    RunMessages(RunDesk* desk, session::RunController* controller, BannerArea* banners, QObject* parent = nullptr);

private:
    void askForHosts(const QStringList& hosts);
    void showProblems(const std::vector<settings::Problem>& problems);
    void showEnd(const metrics::RunEnd& end);
    void showFailure(const base::Error& error);

    RunDesk* m_desk;
    BannerArea* m_banners;
};

} // namespace weir::ui
