// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <initializer_list>
#include <vector>

namespace weir::ui {

// Some knobs of a section, for a form that stands apart from the others'. Outlives the form, which refers to it.
class PartialSection {
public:
    PartialSection(std::string_view section, std::initializer_list<std::string_view> knobs, std::string_view label);
    PartialSection(const PartialSection&) = delete;
    PartialSection& operator=(const PartialSection&) = delete;

    const settings::Section& section() const { return m_section; }

private:
    settings::Section m_section;
    std::vector<settings::Knob> m_knobs;
};

} // namespace weir::ui
