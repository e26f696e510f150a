// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::settings {

// What stands at the top of a scenario file, outside any section.
struct ScenarioSettings {
    std::string name = "Untitled";
    std::vector<std::string> thresholds;
    std::string environment;

    bool operator==(const ScenarioSettings&) const = default;
};

template <>
struct Schema<ScenarioSettings> {
    using S = ScenarioSettings;
    static constexpr std::string_view key = "";
    static constexpr std::string_view label = "Scenario";
    static constexpr std::string_view help = "The scenario itself.";
    static constexpr std::array knobs{
        knob<&S::name>({.key = "name", .label = "Name", .help = "Shown in the window and in every report."}),
        knob<&S::thresholds>(
            {.key = "thresholds",
             .label = "Thresholds",
             .help = "Conditions the run must meet, such as p(99.9)<50 (milliseconds of response time, over all "
                     "planned requests: what failed or was left out counts as never answered) or error_ratio<=0.01; "
                     "ok_p(99) is of requests answered well alone, failed_p(99) of the failed; any metric of "
                     "`weir-cli metrics` may stand on the left, or a percentile of other times: service_p(99.9), "
                     "pool_wait_p(99), schedule_lag_p(99), cold_service_p(95), "
                     "warm_service_p(95). Compared is by <, <=, >, >= or ==. In front may stand an endpoint, a phase "
                     "or both, search @ramp: p(99)<50; without a phase it must hold in each measured one. Behind it "
                     "may stand abort or abort after 10 s, which ends the run once the condition is not met. In a "
                     "file also as parts: endpoint, phase, expr, abort, abort_after_s."}),
        knob<&S::environment>({.key = "environment",
                               .label = "Environment",
                               .help = "Whose values the variables take: a name under environments. Empty: their "
                                       "own."}),
    };
};
static_assert(isComplete<ScenarioSettings>, "a member of ScenarioSettings has no knob row");

} // namespace weir::settings
