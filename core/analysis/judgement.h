// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/paired_difference.h"

#include <string>
#include <string_view>
#include <vector>

// What an experiment says of a variant, in words. Pure functions; any thread.
namespace weir::analysis {

enum class Judgement {
    Better,
    Worse,
    NoDifference, // the whole interval lies within the margin
    Unclear,      // the interval is too wide to say; no failure
};
std::string_view judgementName(Judgement judgement); // "better", "worse", "no_difference", "unclear"

enum class Direction { LowerIsBetter, HigherIsBetter };

// By the interval alone: better or worse where it leaves zero out and is not wholly within the margin; `margin` is a
// ratio (0.02: 2 %), or percentage points on a plain scale (0.02: two).
Judgement judge(const PairedDifference& difference, Direction direction, double margin);

// What must not get worse beside the metric that is asked for, whatever it says. Each that did is named.
struct Guard {
    std::string name;            // "failed share", "endpoint search"
    PairedDifference difference; // of a share: plain
};

// A share may rise by so much before it counts: a tenth of a percentage point.
inline constexpr double guardedShare = 0.001;

// The names of those shares whose interval lies above guardedShare: requests that were refused or left out answer fast.
std::vector<std::string> broken(const std::vector<Guard>& guards);

struct Finding {
    Judgement judgement = Judgement::Unclear;
    std::vector<std::string> guards; // that broke
    bool recommended = false;        // better, and no guard broke

    // "better, but failed share grew", never "better" alone where a guard broke.
    std::string text() const;
};
Finding findingOf(const PairedDifference& difference, Direction direction, double margin,
                  const std::vector<Guard>& guards);

} // namespace weir::analysis
