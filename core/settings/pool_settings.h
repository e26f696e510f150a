// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::settings {

// The pool of connections from the proxy to each target.
struct PoolSettings {
    int maxConnections = 64;
    int maxPending = 10000;
    double acquireTimeoutMs = 2000;
    double connectTimeoutMs = 2000;
    double responseTimeoutMs = 60000;
    double idleTimeoutS = 60;
    int maxRequestsPerConnection = 0;
    double maxLifetimeS = 0;
    double dnsTtlS = 30;

    bool operator==(const PoolSettings&) const = default;
};

template <>
struct Schema<PoolSettings> {
    using S = PoolSettings;
    static constexpr std::string_view key = "pool";
    static constexpr std::string_view label = "Connection pool";
    static constexpr std::string_view help = "The proxy's connections to each target.";
    static constexpr std::array knobs{
        knob<&S::maxConnections>({.key = "max_connections",
                                  .label = "Maximum connections",
                                  .help = "Open connections to one target, busy, idle and connecting together. "
                                          "A request that finds none free waits its turn.",
                                  .min = 1,
                                  .max = 20000,
                                  .applies = Applies::Live,
                                  .explored = true,
                                  .logarithmic = true}),
        knob<&S::maxPending>({.key = "max_pending",
                              .label = "Waiting requests",
                              .help = "Requests that may wait for a connection. One more is answered 503 at once.",
                              .min = 0,
                              .max = 1e6,
                              .zeroMeans = "none may wait",
                              .applies = Applies::Live}),
        knob<&S::acquireTimeoutMs>({.key = "acquire_timeout_ms",
                                    .label = "Acquire timeout",
                                    .unit = "ms",
                                    .help = "A request that has waited this long for a connection is answered 503.",
                                    .min = 1,
                                    .max = 600000,
                                    .applies = Applies::Live}),
        knob<&S::connectTimeoutMs>({.key = "connect_timeout_ms",
                                    .label = "Connect timeout",
                                    .unit = "ms",
                                    .help = "A connection, with its TLS handshake, that takes longer is given up: 504.",
                                    .min = 1,
                                    .max = 600000,
                                    .applies = Applies::Live}),
        knob<&S::responseTimeoutMs>(
            {.key = "response_timeout_ms",
             .label = "Response timeout",
             .unit = "ms",
             .help = "A target that sends nothing for this long while its reply is due is given "
                     "up: 504, or a reply that breaks off.",
             .min = 1,
             .max = 3600000,
             .applies = Applies::Live}),
        knob<&S::idleTimeoutS>({.key = "idle_timeout_s",
                                .label = "Idle timeout",
                                .unit = "s",
                                .help = "A connection unused for this long is closed. Keep it below the target's own "
                                        "keep-alive timeout.",
                                .min = 0.1,
                                .max = 86400,
                                .applies = Applies::Live}),
        knob<&S::maxRequestsPerConnection>({.key = "max_requests_per_connection",
                                            .label = "Requests per connection",
                                            .help = "A connection is closed after this many requests.",
                                            .min = 0,
                                            .max = 1e9,
                                            .zeroMeans = "unlimited",
                                            .applies = Applies::Live}),
        knob<&S::maxLifetimeS>({.key = "max_lifetime_s",
                                .label = "Lifetime",
                                .unit = "s",
                                .help = "A connection older than this is closed once it is free.",
                                .min = 0,
                                .max = 86400,
                                .zeroMeans = "unlimited",
                                .applies = Applies::Live}),
        knob<&S::dnsTtlS>({.key = "dns_ttl_s",
                           .label = "Name look-up",
                           .unit = "s",
                           .help = "A target's name is looked up anew before a connection is opened, once the last "
                                   "answer is older than this. Open connections stay where they are.",
                           .min = 0,
                           .max = 86400,
                           .zeroMeans = "only at the start",
                           .applies = Applies::Live}),
    };
};
static_assert(isComplete<PoolSettings>, "a member of PoolSettings has no knob row");

} // namespace weir::settings
