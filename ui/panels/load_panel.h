// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/settings/schema.h"

#include <QWidget>

#include <optional>

namespace weir::ui {

class KnobForm;
class LoadProfile;
class PanelHeader;
class ScenarioModel;

// How much load, for how long: the profile as a curve and its few knobs.
class LoadPanel : public QWidget {
    Q_OBJECT

public:
    LoadPanel(ScenarioModel* scenario, const settings::Section& section, QWidget* parent = nullptr);

    void setRunning(bool running);
    void setNow(std::optional<base::Nanos> elapsed);

private:
    void refresh();

    ScenarioModel* m_scenario;
    PanelHeader* m_header;
    LoadProfile* m_profile;
    KnobForm* m_form;
};

} // namespace weir::ui
