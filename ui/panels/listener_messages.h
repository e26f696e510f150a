// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/proxy_controller.h"
#include "core/settings/schema.h"

#include <QObject>

namespace weir::ui {

class BannerArea;
class ListenerDesk;

// Tells in banners what stands in the way of the listener, with the way out as a button.
class ListenerMessages : public QObject {
    Q_OBJECT

public:
    ListenerMessages(ListenerDesk* desk, BannerArea* banners, QObject* parent = nullptr);

private:
    void askForAddress(const QString& address);
    void showProblems(const std::vector<settings::Problem>& problems);
    void showFailure(const base::Error& error, bool ofTarget);

    ListenerDesk* m_desk;
    BannerArea* m_banners;
};

} // namespace weir::ui
