// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"
#include "ui/forms/choice_box.h"

namespace weir::ui {

// Which knob, from those that an experiment may turn.
class KnobPicker : public ChoiceBox {
    Q_OBJECT

public:
    explicit KnobPicker(std::vector<settings::KnobPath> knobs, QWidget* parent = nullptr);

    const settings::KnobPath& knob() const;
    // False where it is not among them.
    bool setKnob(std::string_view key);

signals:
    void picked(); // by the reader

private:
    std::vector<settings::KnobPath> m_knobs;
};

} // namespace weir::ui
