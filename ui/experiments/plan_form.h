// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/plan.h"

#include <QWidget>

namespace weir::ui {

// What is asked by one kind of experiment: the knobs and their values. The rest of the plan is the same for all kinds.
class PlanForm : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    virtual void setScenario(const settings::Scenario& scenario) = 0; // what the values are compared with
    // Sets the plan's own part; otherwise says what is wrong, for the reader.
    virtual QString fill(experiment::Plan& plan) const = 0;

signals:
    void changed();
};

} // namespace weir::ui
