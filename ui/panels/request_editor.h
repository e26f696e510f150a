// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace weir::ui {

class KnobForm;
class ScenarioModel;

// One request of the mix: its name and the form of its knobs.
class RequestEditor : public QWidget {
    Q_OBJECT

public:
    explicit RequestEditor(ScenarioModel* scenario, QWidget* parent = nullptr);

    void setRequest(const QString& name); // empty: none
    QString request() const { return m_request; }
    void focusName();

signals:
    void renamed(const QString& name);

private:
    void refresh();
    void rename();

    ScenarioModel* m_scenario;
    QString m_request;
    QLineEdit* m_name;
    QLabel* m_problem;
    KnobForm* m_form = nullptr;
    QVBoxLayout* m_column;
};

} // namespace weir::ui
