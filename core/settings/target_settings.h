// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::settings {

// Which host a target is asked for.
enum class HostField { Target, Client };
template <>
struct Choices<HostField> {
    static constexpr std::array<std::string_view, 2> names{"target", "client"};
};

// Where the requests go.
struct TargetSettings {
    std::vector<std::string> urls;
    HostField host = HostField::Target;
    std::int64_t pid = 0;

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
        knob<&TargetSettings::host>({.key = "host",
                                     .label = "Host field",
                                     .help = "What the target finds in Host. target: its own address, as with nginx. "
                                             "client: what a client of the listener asked for. A Host among a "
                                             "request's own headers is sent as it is, on every path."}),
        knob<&TargetSettings::pid>({.key = "pid",
                                    .label = "Process",
                                    .help = "The target's process on this machine, whose processor time, memory and "
                                            "sockets are shown beside the latency. 0 finds it by its port.",
                                    .min = 0,
                                    .max = 4194304,
                                    .zeroMeans = "found by its port"}),
    };
};
static_assert(isComplete<TargetSettings>, "a member of TargetSettings has no knob row");

} // namespace weir::settings
