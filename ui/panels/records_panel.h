// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/partial_section.h"

#include <QWidget>

#include <vector>

namespace weir::ui {

class FormTitle;
class KnobForm;
class RecordSection;
class ScenarioModel;

// What gives requests their values and their order: flows, variables, environments, feeders, client groups. Folded
// away until somebody needs it; a scenario that has any of them opens it.
class RecordsPanel : public QWidget {
    Q_OBJECT

public:
    explicit RecordsPanel(ScenarioModel* scenario, QWidget* parent = nullptr);

    RecordSection* section(const QString& key) const; // null when there is none
    void setExpanded(bool expanded);
    bool isExpanded() const { return m_expanded; }

private:
    void showWhereUsed();
    void showEnvironment();

    PartialSection m_choice{"", {"environment"}, "Environment"};
    ScenarioModel* m_scenario;
    FormTitle* m_title;
    QWidget* m_body;
    std::vector<RecordSection*> m_sections;
    KnobForm* m_environment = nullptr; // which of them holds, once there are some
    bool m_expanded = false;
};

} // namespace weir::ui
