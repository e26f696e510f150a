// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/settings/schema.h"

#include <QObject>

namespace weir::ui {

class BannerArea;
class ExperimentDesk;

// Tells in banners what stands in an experiment's way, and asks before load goes to a host that is not this machine.
class ExperimentMessages : public QObject {
    Q_OBJECT

public:
    ExperimentMessages(ExperimentDesk* desk, BannerArea* banners, QObject* parent);

private:
    void askForHosts(const QStringList& hosts);
    void showProblems(const std::vector<settings::Problem>& problems);
    void showFailure(const base::Error& error);

    ExperimentDesk* m_desk;
    BannerArea* m_banners;
};

} // namespace weir::ui
