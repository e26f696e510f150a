// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::settings {

// What one user does, step by step: the record `flows.NAME`.
struct FlowSettings {
    std::vector<std::string> steps;
    double weight = 1;
    double thinkTimeMs = 0;

    bool operator==(const FlowSettings&) const = default;
};

template <>
struct Schema<FlowSettings> {
    using S = FlowSettings;
    static constexpr std::string_view key = "flows";
    static constexpr std::string_view label = "Flows";
    static constexpr std::string_view help = "Requests that one user makes in order, each with what earlier replies "
                                             "gave it.";
    static constexpr std::string_view definedBy = "steps";
    static constexpr bool isWorkload = true;
    static constexpr std::array knobs{
        knob<&S::steps>({.key = "steps",
                         .label = "Steps",
                         .help = "Names of requests, in their order. What a step extracts, later ones use as {{name}}. "
                                 "A step that fails ends the flow; the steps it leaves out are counted."}),
        knob<&S::weight>({.key = "weight",
                          .label = "Weight",
                          .help = "Share of the mix, relative to the other flows and requests. 0 leaves it out.",
                          .min = 0,
                          .max = 1e6}),
        knob<&S::thinkTimeMs>({.key = "think_time_ms",
                               .label = "Think time",
                               .unit = "ms",
                               .help = "How long the user pauses between a reply and the next step. A step is due "
                                       "when the pause is over, so a slow reply moves the later steps.",
                               .min = 0,
                               .max = 600000}),
    };
};
static_assert(isComplete<FlowSettings>, "a member of FlowSettings has no knob row");

} // namespace weir::settings
