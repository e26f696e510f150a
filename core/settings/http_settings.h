// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::settings {

// Limits on what a peer may send.
struct HttpSettings {
    std::int64_t maxHeaderBytes = 64 * 1024;
    std::int64_t maxBodyBytes = 1024LL * 1024 * 1024;
    std::int64_t maxReplyBytes = 0;

    bool operator==(const HttpSettings&) const = default;
};

template <>
struct Schema<HttpSettings> {
    using S = HttpSettings;
    static constexpr std::string_view key = "http";
    static constexpr std::string_view label = "Message limits";
    static constexpr std::string_view help = "Limits on the messages a peer may send.";
    static constexpr std::array knobs{
        knob<&S::maxHeaderBytes>({.key = "max_header_bytes",
                                  .label = "Header size",
                                  .unit = "B",
                                  .help = "Start line and all header fields together; a larger message is refused.",
                                  .min = 256,
                                  .max = 16777216}),
        knob<&S::maxBodyBytes>({.key = "max_body_bytes",
                                .label = "Request body",
                                .unit = "B",
                                .help = "A client of the listener that sends a larger body is answered 413.",
                                .min = 0,
                                .max = 1e15}),
        knob<&S::maxReplyBytes>({.key = "max_reply_bytes",
                                 .label = "Reply body",
                                 .unit = "B",
                                 .help = "A target's larger body, as it comes or decoded, is given up: 502, or a reply "
                                         "that breaks off. None needs much memory: it passes through.",
                                 .min = 0,
                                 .max = 1e15,
                                 .zeroMeans = "unlimited"}),
    };
};
static_assert(isComplete<HttpSettings>, "a member of HttpSettings has no knob row");

} // namespace weir::settings
