// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/paired_difference.h"

#include <cstddef>
#include <span>
#include <vector>

// Plackett-Burman designs (Plackett and Burman, "The design of optimum multifactorial experiments", Biometrika 33,
// 1946): two levels of up to 23 factors, every run used for every effect. Pure functions; any thread.
namespace weir::analysis {

inline constexpr std::size_t mostFactors = 23;

// A run's levels by factor: false low, true high.
using DesignRun = std::vector<bool>;
using Design = std::vector<DesignRun>;

// The smallest design for `factors` (1 to mostFactors): 4m runs with 4m > factors. With its fold-over, all levels
// reversed, behind it, a main effect is clear of every interaction of two factors. Columns beyond `factors` are left
// out.
Design plackettBurman(std::size_t factors, bool foldOver = true);

// One factor's effect: from low to high, on the scale of the responses, from the runs of repeated designs. Without
// a repetition there is no interval.
struct Effect {
    std::size_t factor = 0;
    double effect = 0;
    double low = 0; // of the interval; NaN without one
    double high = 0;
};

// `responses[r][i]` is what run i of the design gave in repetition r; NaN for a run that gave nothing, whose whole
// repetition is left out. The interval is Student's t about the mean of the repetitions' contrasts with the degrees
// of freedom of all contrasts pooled: each factor's scatter between repetitions has the same cause.
std::vector<Effect> effectsOf(const Design& design, const std::vector<std::vector<double>>& responses,
                              double confidence = 0.95);

} // namespace weir::analysis
