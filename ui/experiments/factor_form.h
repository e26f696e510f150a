// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/experiments/plan_form.h"

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace weir::ui {

class KnobPicker;

// Knobs with several values each. A screening asks two levels of up to 23, and begins with those that the strategies
// which are on suggest; a sweep asks several values, or a range, of one or two.
class FactorForm : public PlanForm {
    Q_OBJECT

public:
    FactorForm(experiment::Kind kind, QWidget* parent = nullptr);

    void setScenario(const settings::Scenario& scenario) override;
    QString fill(experiment::Plan& plan) const override;

private:
    struct Row {
        QWidget* box = nullptr;
        KnobPicker* knob = nullptr;
        QLineEdit* values = nullptr;
    };
    Row& addRow();
    void addRow(const experiment::Factor& factor);
    void addAnother();
    void remove(QWidget* box);
    void proposeValues(Row& row);
    void proposeAll();
    std::size_t most() const;

    experiment::Kind m_kind;
    QVBoxLayout* m_column;
    QPushButton* m_more;
    std::vector<Row> m_rows;
    settings::Scenario m_scenario;
    bool m_touched = false; // by the reader: a scenario's change proposes nothing new
    bool m_filling = false;
};

} // namespace weir::ui
