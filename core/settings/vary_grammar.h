// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string_view>

namespace weir::settings {

// Which keys of a range are asked for how often.
enum class Popularity { Uniform, Zipf, HotSet };

// One line of `vary`: the values that {{name}} is drawn from, and how.
//     id=1..500                       each as often as any other
//     id=1..500 zipf 1.1              the k-th with a weight of 1 / k^1.1
//     id=1..500 hot 80/20             80 % of the draws go to 20 % of the keys
//     id=1..500 hot 80/20 shift 1000  and the hot ones move on every 1000 draws, or every 10s
struct VaryRange {
    std::string_view name;
    std::int64_t low = 0; // both included
    std::int64_t high = 0;
    Popularity popularity = Popularity::Uniform;
    double exponent = 0; // Zipf
    double hotDraws = 0; // hot set: shares of draws and of keys, 0 to 1
    double hotKeys = 0;
    std::int64_t shiftDraws = 0; // 0: not by draws
    double shiftS = 0;           // 0: not by time

    bool operator==(const VaryRange&) const = default;
};

// The error's context is a phrase that fits behind the line. The name is a view into it.
base::Result<VaryRange> parseVary(std::string_view line);

} // namespace weir::settings
