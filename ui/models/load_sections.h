// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <vector>

namespace weir::ui {

// The load section in two forms: what every run is about, beside the requests, and the finer points among the knobs.
// Forms keep references to the sections, so this outlives them.
class LoadSections {
public:
    LoadSections();
    LoadSections(const LoadSections&) = delete;
    LoadSections& operator=(const LoadSections&) = delete;

    const settings::Section& basic() const { return m_basic; }
    const settings::Section& further() const { return m_further; }

    // Whether the knob means anything beside the others.
    static bool applies(std::string_view key, const settings::LoadSettings& load);

private:
    std::vector<settings::Knob> m_basicKnobs;
    std::vector<settings::Knob> m_furtherKnobs;
    settings::Section m_basic;
    settings::Section m_further;
};

} // namespace weir::ui
