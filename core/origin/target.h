// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace weir::origin {

// A request's target in its parts; views into it. Allocates nothing.
struct Target {
    static constexpr std::size_t maxSegments = 4;

    std::array<std::string_view, maxSegments> segments;
    std::size_t count = 0; // maxSegments + 1 where there are more
    std::string_view query;

    bool is(std::string_view first) const { return count == 1 && segments[0] == first; }
    bool is(std::string_view first, std::string_view second) const
    {
        return count == 2 && segments[0] == first && segments[1] == second;
    }
};
Target parseTarget(std::string_view text);

// The first parameter of that name, percent-decoded, '+' being a space.
std::optional<std::string> queryValue(std::string_view query, std::string_view name);

// A whole number from 1 up, as identifiers are.
std::optional<int> positiveNumber(std::string_view text);

} // namespace weir::origin
