// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/settings/load_curve.h"
#include "core/settings/load_settings.h"

#include <string>
#include <string_view>
#include <vector>

// The load plan of a scenario: the warm-up and the measured phases, one after the other. Pure functions.
namespace weir::settings {

inline constexpr std::size_t mostStages = 63; // that last any time

// A line of load.stages: `ramp=10s:500` goes straight to 500 requests a second (or users) within ten seconds; the name
// is optional. Durations are as k6 and Go write them: `90s`, `1m30s`, `500ms`, `2h`. `0s:500` is a jump.
struct LoadStage {
    std::string_view name;
    base::Nanos duration{};
    double target = 0;

    bool operator==(const LoadStage&) const = default;
};
// The Error's context is a phrase that fits behind the line.
base::Result<LoadStage> parseStage(std::string_view line);

// A stretch of the plan with statistics of its own.
struct LoadPhase {
    std::string name; // as it stands in reports
    base::Nanos length{};
    double from = 0;
    double to = 0;

    bool operator==(const LoadPhase&) const = default;
};

// What a valid scenario plans. The first phase is the warm-up, even where its length is 0; it has the load that the
// first measured phase starts from. Without stages there is one measured phase, named "measure".
std::vector<LoadPhase> loadPhases(const LoadSettings& load);

// Those phases as one curve.
LoadCurve loadCurve(const std::vector<LoadPhase>& phases);

} // namespace weir::settings
