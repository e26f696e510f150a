// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace weir::ui {

// Indices of the values to draw, in their order: of each of `columns` equal stretches of [begin, end] the smallest and
// the largest, so that no spike is lost, and the first value of a gap, which is NaN or infinite. What lies outside the
// range is left out but for one value on either side, so that lines reach the edge. `x` ascends.
std::vector<std::size_t> decimate(std::span<const double> x, std::span<const double> y, double begin, double end,
                                  std::size_t columns);

// Ends of the stretches without a gap: [first, last) positions in `indices`.
struct Stretch {
    std::size_t first = 0;
    std::size_t last = 0;

    bool operator==(const Stretch&) const = default;
};
std::vector<Stretch> stretches(std::span<const double> y, std::span<const std::size_t> indices);

} // namespace weir::ui
