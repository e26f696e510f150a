// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/experiments/plan_form.h"

class QCheckBox;
class QLineEdit;

namespace weir::ui {

class ChoiceBox;
class KnobPicker;
class NumberEdit;

// Find the limit: the highest or lowest value of a knob that holds a condition.
class SearchForm : public PlanForm {
    Q_OBJECT

public:
    explicit SearchForm(QWidget* parent = nullptr);

    void setScenario(const settings::Scenario& scenario) override;
    QString fill(experiment::Plan& plan) const override;

private:
    QLineEdit* addBound(const QString& name, const char* objectName);

    ChoiceBox* m_direction;
    KnobPicker* m_knob;
    QLineEdit* m_condition;
    QLineEdit* m_from = nullptr;
    QLineEdit* m_to = nullptr;
    QCheckBox* m_scalability;
    settings::Scenario m_scenario;
};

} // namespace weir::ui
