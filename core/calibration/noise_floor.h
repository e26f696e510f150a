// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

// The A/A noise floor: how much two equal runs differ on this machine. Pure functions and values; any thread.
namespace weir::calibration {

// What a floor is stated for. `metric` is the catalogue's id.
struct NoisyFigure {
    std::string_view id; // in columns and files: noise_floor_p99
    std::string_view metric;
    std::string_view label;
};
inline constexpr std::array noisyFigures{
    NoisyFigure{"p50", "latency_p50_ms", "p50"},    NoisyFigure{"p90", "latency_p90_ms", "p90"},
    NoisyFigure{"p95", "latency_p95_ms", "p95"},    NoisyFigure{"p99", "latency_p99_ms", "p99"},
    NoisyFigure{"mean", "latency_mean_ms", "mean"}, NoisyFigure{"throughput", "achieved_rps", "throughput"},
};
inline constexpr std::size_t noisyFigureCount = noisyFigures.size();

// One block: each figure's value, NaN where it had too few samples.
using BlockFigures = std::array<double, noisyFigureCount>;

// The share of differences between equal runs that a floor covers.
inline constexpr double floorCoverage = 0.95;
// From so many pairs on nothing need be assumed about how differences are distributed.
inline constexpr int pairsWithoutAssumption = 19;
inline constexpr int leastPairs = 3;

// A bound x on |ln(b/a)| of the figure b of one run and a of an equal one, such that the next pair's is below x with a
// probability of 95 %, over the calibration's own luck as well. From 19 differences on it is the ceil(0.95 (n + 1))-th
// smallest of their absolute values: of n + 1 exchangeable values the last is among those with that probability,
// however they are distributed. With fewer no order statistic can promise it. Then it is Student's t: equal runs
// differ by nothing on average, so with normal differences the next over the root mean square of n has a t
// distribution of n degrees of freedom. And never less than the largest that was seen. NaN below three.
double logFloor(std::span<const double> logRatios, double coverage = floorCoverage);

struct NoiseFloor {
    std::array<double, noisyFigureCount> ratio{}; // 0.05: up to 5 % more is noise; NaN where there is none
    std::array<int, noisyFigureCount> pairs{};    // that each rests on
    double blockSeconds = 0;                      // measured in each block

    bool operator==(const NoiseFloor&) const = default;
};

// Of blocks in the order they were run, in adjacent pairs: 1 with 2, 3 with 4, and so on. A last one without a
// neighbour is left out.
NoiseFloor noiseFloorOf(std::span<const BlockFigures> blocks, double blockSeconds);

} // namespace weir::calibration
