// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::settings {

enum class LatencyModel { Constant, LogNormal };
template <>
struct Choices<LatencyModel> {
    static constexpr std::array<std::string_view, 2> names{"constant", "log_normal"};
};

// How the built-in origin behaves.
struct OriginSettings {
    double latencyMs = 4;
    LatencyModel latencyModel = LatencyModel::LogNormal;
    double latencySigma = 0.5;
    std::int64_t bodyBytes = 0;
    double errorRatio = 0;
    int concurrency = 0;
    std::int64_t seed = 1;

    bool operator==(const OriginSettings&) const = default;
};

template <>
struct Schema<OriginSettings> {
    using S = OriginSettings;
    static constexpr std::string_view key = "origin";
    static constexpr std::string_view label = "Built-in origin";
    static constexpr std::string_view help = "How the built-in shop API behaves. Other targets are not affected.";
    static constexpr std::array knobs{
        knob<&S::latencyMs>({.key = "latency_ms",
                             .label = "Latency",
                             .unit = "ms",
                             .help = "Time the origin works on a request: the median of the model below. The report "
                                     "takes five times as long, the health check none.",
                             .min = 0,
                             .max = 60000,
                             .applies = Applies::Live,
                             .explored = true,
                             .logarithmic = true}),
        knob<&S::latencyModel>({.key = "latency_model",
                                .label = "Latency model",
                                .help = "constant: always the same. log_normal: most replies near the median, a long "
                                        "tail above it, as real services show.",
                                .applies = Applies::Live}),
        knob<&S::latencySigma>({.key = "latency_sigma",
                                .label = "Latency spread",
                                .help = "Log-normal model: standard deviation of the logarithm. At 0.5 the p99 is 3.2 "
                                        "times the median, at 1.0 ten times.",
                                .min = 0,
                                .max = 3,
                                .applies = Applies::Live}),
        knob<&S::bodyBytes>({.key = "body_bytes",
                             .label = "Body size",
                             .unit = "B",
                             .help = "About how large the bodies of lists, searches and the report are.",
                             .min = 0,
                             .max = 67108864,
                             .zeroMeans = "as the shop has it",
                             .applies = Applies::Live}),
        knob<&S::errorRatio>({.key = "error_ratio",
                              .label = "Error ratio",
                              .help = "Share of requests answered 500, from 0 to 1. The health check is spared.",
                              .min = 0,
                              .max = 1,
                              .applies = Applies::Live}),
        knob<&S::concurrency>({.key = "concurrency",
                               .label = "Concurrency",
                               .help = "Requests the origin works on at once; the others queue in it.",
                               .min = 0,
                               .max = 10000,
                               .zeroMeans = "unlimited",
                               .applies = Applies::Live,
                               .explored = true,
                               .logarithmic = true}),
        knob<&S::seed>({.key = "seed",
                        .label = "Seed",
                        .help = "The same seed makes the same shop, and the same order of latencies and errors.",
                        .min = 0,
                        .max = 9007199254740991.0}),
    };
};
static_assert(isComplete<OriginSettings>, "a member of OriginSettings has no knob row");

} // namespace weir::settings
