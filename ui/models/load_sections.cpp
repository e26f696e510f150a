// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/load_sections.h"

#include <algorithm>
#include <array>

namespace weir::ui {

static constexpr std::array<std::string_view, 8> basicKeys{"path",          "model",      "rate",     "users",
                                                           "think_time_ms", "duration_s", "warmup_s", "stages"};

LoadSections::LoadSections() : m_basic(*settings::findSection("load")), m_further(m_basic)
{
    for (const auto& knob : m_basic.knobs)
        (std::ranges::find(basicKeys, knob.key) != basicKeys.end() ? m_basicKnobs : m_furtherKnobs).push_back(knob);
    m_basic.knobs = m_basicKnobs;
    m_further.knobs = m_furtherKnobs;
    m_further.label = "Load, finer points";
}

bool LoadSections::applies(std::string_view key, const settings::LoadSettings& load)
{
    const bool open = load.model == settings::LoadModel::Open;
    if (key == "load.rate" || key == "load.max_in_flight" || key == "load.max_visitors" || key == "load.late"
        || key == "load.arrivals")
        return open;
    if (key == "load.gamma_shape")
        return open && load.arrivals == settings::Arrivals::Gamma;
    if (key == "load.burst_on_s" || key == "load.burst_off_s")
        return open && load.arrivals == settings::Arrivals::Bursts;
    if (key == "load.duration_s")
        return load.stages.empty();
    if (key == "load.users" || key == "load.think_time_ms")
        return !open;
    return true;
}

} // namespace weir::ui
