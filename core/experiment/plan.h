// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/settings/scenario.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What an experiment is to do, before a block of it has run. Values; any thread.
namespace weir::experiment {

enum class Kind {
    Try,     // one or several variants against the baseline
    Screen,  // two levels of many knobs at once: which ones matter
    Sweep,   // one or two knobs over several values
    Find,    // the highest or lowest value of a knob that holds a condition
    Compare, // no experiment: runs that were made before
};
std::string_view kindName(Kind kind); // "try", "screen", "sweep", "find", "compare"

// A knob and the text of a value, as --set takes it.
struct Assignment {
    std::string key;
    std::string value;

    bool operator==(const Assignment&) const = default;
};

// A knob of a screening (two values, low and high) or of a sweep (two and more).
struct Factor {
    std::string key;
    std::vector<std::string> values;

    bool operator==(const Factor&) const = default;
};

struct Search {
    std::string key;
    bool wantsHighest = true;
    std::string condition; // a threshold: "p(99)<50"
    double from = 0;       // 0: what the scenario has
    double to = 0;         // 0: as far as the knob goes

    bool operator==(const Search&) const = default;
};

// The metric that a difference is judged by where none is named.
inline constexpr std::string_view usualMetric = "adjusted_p99_ms";

struct Plan {
    Kind kind = Kind::Try;
    settings::Scenario baseline;
    std::vector<std::vector<Assignment>> variants; // of a try
    std::vector<Factor> factors;                   // of a screening or sweep
    Search search;                                 // of a find
    std::vector<std::string> metrics;              // ids; the first is primary, the others are Holm-adjusted
    int blocks = 0;          // pairs for each variant; of a screening, how often its design is run; 0: the usual
    double blockSeconds = 0; // 0: as long as the primary metric needs
    double precision = 0;    // half-width of the interval, as a ratio, that ends it early; 0: none
    double seconds = 0;      // at most so long; 0: as the blocks take
    double margin = 0.02;    // within it a difference is none, as a ratio
    double confidence = 0.95;
    std::uint64_t seed = 1; // of the order of blocks, and of what each pair draws
    bool fitsScalability = false; // of a sweep or find over users or connections: the USL

    int effectiveBlocks() const; // 16, of a screening 4

    // Metrics with the usual ones where none is named.
    std::vector<std::string> effectiveMetrics() const;
};

// How long a block is that gives the primary metric at the scenario's load: 2 to 10 s.
double blockSecondsFor(const Plan& plan);

} // namespace weir::experiment
