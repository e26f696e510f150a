// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;

namespace weir::ui {

class Label;
class ScenarioModel;

// Where the requests go. Empty: the built-in origin.
class TargetField : public QWidget {
    Q_OBJECT

public:
    explicit TargetField(ScenarioModel* scenario, QWidget* parent = nullptr);

private:
    void refresh();
    void commit();

    ScenarioModel* m_scenario;
    QLineEdit* m_field;
    Label* m_problem;
};

} // namespace weir::ui
