// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/experiments/plan_form.h"

class QPushButton;
class QVBoxLayout;

namespace weir::ui {

class ChangeEdit;

// Try a change: one or several variants, each of one or several knobs.
class TryForm : public PlanForm {
    Q_OBJECT

public:
    explicit TryForm(QWidget* parent = nullptr);

    using Assignments = std::vector<experiment::Assignment>;
    // One variant with these knobs; `baseline` is what the other side has instead of the scenario's values.
    void propose(const Assignments& variant, const Assignments& baseline);

    void setScenario(const settings::Scenario& scenario) override;
    QString fill(experiment::Plan& plan) const override;

private:
    struct Variant {
        QWidget* box = nullptr;
        QVBoxLayout* column = nullptr;
        std::vector<ChangeEdit*> changes;
    };
    void addVariant();
    ChangeEdit* addChange(QWidget* box);
    void remove(ChangeEdit* change);
    void clear();
    settings::Scenario baseline() const;

    QVBoxLayout* m_column;
    QPushButton* m_more;
    std::vector<Variant> m_variants;
    settings::Scenario m_scenario;
    Assignments m_baseline;
};

} // namespace weir::ui
