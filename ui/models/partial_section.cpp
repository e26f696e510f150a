// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/partial_section.h"

#include <algorithm>

namespace weir::ui {

PartialSection::PartialSection(std::string_view section, std::initializer_list<std::string_view> knobs,
                               std::string_view label)
    : m_section(*settings::findSection(section))
{
    for (const auto& knob : m_section.knobs)
        if (std::ranges::find(knobs, knob.key) != knobs.end())
            m_knobs.push_back(knob);
    m_section.knobs = m_knobs;
    m_section.label = label;
}

} // namespace weir::ui
