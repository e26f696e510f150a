// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "ui/models/partial_section.h"

#include <QWidget>

#include <optional>

namespace weir::ui {

class KnobForm;
class LoadPanel;
class PanelHeader;
class RequestPanel;
class ScenarioModel;

// The left dock: what is asked, of whom, and how often, and what must hold.
class WorkloadPanel : public QWidget {
    Q_OBJECT

public:
    WorkloadPanel(ScenarioModel* scenario, const settings::Section& load, QWidget* parent = nullptr);

    void setRunning(bool running);
    void setNow(std::optional<base::Nanos> elapsed);
    void addAtBottom(QWidget* widget); // stays in sight while the rest scrolls

    QSize sizeHint() const override { return {276, 600}; }

private:
    void showCount();
    void showThresholds();

    PartialSection m_judged{"", {"thresholds"}, "Thresholds"};
    ScenarioModel* m_scenario;
    PanelHeader* m_header;
    RequestPanel* m_requests;
    LoadPanel* m_load;
    KnobForm* m_thresholds;
};

} // namespace weir::ui
