// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::settings {

// The threads that send requests and run the proxy.
struct EngineSettings {
    int workers = 0;

    bool operator==(const EngineSettings&) const = default;
};

template <>
struct Schema<EngineSettings> {
    static constexpr std::string_view key = "engine";
    static constexpr std::string_view label = "Engine";
    static constexpr std::string_view help = "The threads that send the requests and run the proxy core.";
    static constexpr std::array knobs{
        knob<&EngineSettings::workers>({.key = "workers",
                                        .label = "Worker threads",
                                        .help = "Threads that generate load and run the proxy. Automatic takes one on "
                                                "up to two processors, else half of them.",
                                        .min = 0,
                                        .max = 64,
                                        .zeroMeans = "automatic"}),
    };
};
static_assert(isComplete<EngineSettings>, "a member of EngineSettings has no knob row");

// The threads this comes to on this machine.
int workerCount(const EngineSettings& settings);

} // namespace weir::settings
