// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <QWidget>

class QLineEdit;
class QVBoxLayout;

namespace weir::ui {

class Label;
class KnobForm;
class ScenarioModel;

// One record of a list of settings, such as a request of the mix: its name and the form of its knobs. Object names:
// "request.editor" and "request.name" for the section requests.
class RecordEditor : public QWidget {
    Q_OBJECT

public:
    RecordEditor(ScenarioModel* scenario, const settings::Section& section, QWidget* parent = nullptr);

    void setRecord(const QString& name); // empty: none
    QString record() const { return m_record; }
    void setNameHelp(const QString& help);
    void focusName();

signals:
    void renamed(const QString& name);

private:
    void refresh();
    void rename();

    ScenarioModel* m_scenario;
    const settings::Section* m_section;
    QString m_record;
    QLineEdit* m_name;
    Label* m_problem;
    KnobForm* m_form = nullptr;
    QVBoxLayout* m_column;
};

} // namespace weir::ui
