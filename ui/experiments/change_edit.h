// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/plan.h"
#include "core/settings/schema.h"

#include <QWidget>

#include <optional>

class QHBoxLayout;

namespace weir::ui {

class KnobEditor;
class KnobPicker;
class Label;

// One knob of a variant: which, the value it has, the value to try.
class ChangeEdit : public QWidget {
    Q_OBJECT

public:
    explicit ChangeEdit(QWidget* parent = nullptr);

    void setBaseline(const settings::Scenario& scenario); // whose value stands at the left of the arrow
    void setChange(const experiment::Assignment& change);
    void proposeOther(); // a value that is worth trying
    experiment::Assignment change() const;
    QString problem() const; // why it cannot be tried; empty where it can

signals:
    void changed();
    void removed();

private:
    void showKnob();
    void take(const settings::KnobValue& value);

    QHBoxLayout* m_row;
    KnobPicker* m_knob;
    Label* m_from;
    KnobEditor* m_editor = nullptr;
    settings::Scenario m_scenario;
    settings::KnobValue m_value;
    QString m_refused;
};

} // namespace weir::ui
