// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::settings {

// Where the requests go.
struct TargetSettings {
    std::vector<std::string> urls;

    bool operator==(const TargetSettings&) const = default;
};

template <>
struct Schema<TargetSettings> {
    static constexpr std::string_view key = "target";
    static constexpr std::string_view label = "Target";
    static constexpr std::string_view help = "The API that is measured.";
    static constexpr std::array knobs{
        knob<&TargetSettings::urls>({.key = "urls",
                                     .label = "URLs",
                                     .help = "Base addresses such as https://api.example.com/v1, used in turn. "
                                             "Empty: the built-in origin answers."}),
    };
};
static_assert(isComplete<TargetSettings>, "a member of TargetSettings has no knob row");

} // namespace weir::settings
