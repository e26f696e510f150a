// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/settings/knob.h"

namespace weir::settings {

// What counts as a good answer.
struct SloSettings {
    double goodWithinMs = 0;

    bool operator==(const SloSettings&) const = default;
};

template <>
struct Schema<SloSettings> {
    static constexpr std::string_view key = "slo";
    static constexpr std::string_view label = "Objective";
    static constexpr std::string_view help = "What counts as a good answer.";
    static constexpr std::array knobs{
        knob<&SloSettings::goodWithinMs>({.key = "good_within_ms",
                                          .label = "Good within",
                                          .unit = "ms",
                                          .help = "good_ratio and good_rps count the planned requests that were "
                                                  "answered well within this, from when they were due.",
                                          .min = 0,
                                          .max = 3600000,
                                          .zeroMeans = "not asked for"}),
    };
};
static_assert(isComplete<SloSettings>, "a member of SloSettings has no knob row");

inline base::Nanos goodWithin(const SloSettings& settings)
{
    return std::chrono::duration_cast<base::Nanos>(std::chrono::duration<double, std::milli>(settings.goodWithinMs));
}

} // namespace weir::settings
