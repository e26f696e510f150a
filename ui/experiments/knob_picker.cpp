// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiments/knob_picker.h"

#include "ui/models/knob_proposal.h"
#include "ui/plain_text.h"

namespace weir::ui {

KnobPicker::KnobPicker(std::vector<settings::KnobPath> knobs, QWidget* parent)
    : ChoiceBox(parent)
    , m_knobs(std::move(knobs))
{
    for (const auto& knob : m_knobs)
        addItem(shownText(knobTitle(knob)));
    setMaxVisibleItems(24);
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(30);
    setAccessibleName(tr("Knob"));
    connect(this, &QComboBox::activated, this, &KnobPicker::picked);
}

const settings::KnobPath& KnobPicker::knob() const
{
    return m_knobs[static_cast<std::size_t>(std::max(0, currentIndex()))];
}

bool KnobPicker::setKnob(std::string_view key)
{
    for (std::size_t i = 0; i < m_knobs.size(); ++i)
        if (m_knobs[i].key() == key) {
            setCurrentIndex(static_cast<int>(i));
            return true;
        }
    return false;
}

} // namespace weir::ui
