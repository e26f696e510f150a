// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <QWidget>

#include <functional>
#include <string_view>

namespace weir::session {
class CalibrationController;
class RunController;
} // namespace weir::session

namespace weir::ui {

class BannerArea;
class ExperimentDesk;
class RunHistory;
class ScenarioModel;

// What pages work with: the window's parts, which outlive every page. In tests of one page those that it does not need
// may be null.
struct PageContext {
    ScenarioModel* scenario = nullptr;
    session::RunController* runs = nullptr;
    session::CalibrationController* calibration = nullptr;
    ExperimentDesk* experiments = nullptr;
    RunHistory* history = nullptr;
    BannerArea* banners = nullptr;
    std::function<void(std::string_view page)> open{}; // shows another page, by its name in the table
};

// One of the window's pages: a class, and a line in page_table.cpp, which gives it its tab, its menu entry and its key.
// It is made when it is first looked at, on the window's thread.
class Page : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    // Stands at the right of the tabs while the page is shown; null: nothing does. The tabs become its parent.
    virtual QWidget* corner() { return nullptr; }
    // Of the run that is on, or null once there is none to show. Also called while the page is hidden.
    virtual void showSnapshot(const metrics::SnapshotPtr&) {}
};

} // namespace weir::ui
