// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

// Axis arithmetic: pure functions.
namespace weir::ui {

// A range with its ticks, both ends included. On a logarithmic axis both ends are above zero.
struct Axis {
    double min = 0;
    double max = 1;
    double step = 0; // between ticks, 0 on a logarithmic axis
    bool logarithmic = false;
    std::vector<double> ticks;

    // 0 at min, 1 at max. On a logarithmic axis a value at or below zero lies at 0.
    double fraction(double value) const;

    bool operator==(const Axis&) const = default;
};

// The smallest of 1, 2, 5 times a power of ten that is at least `value`.
double niceCeil(double value);
double niceFloor(double value);

// From 0 to a round end with room above `highest`, ticks at most `labels` steps of 1, 2 or 5 apart. `unit` is what the
// steps are counted in: 1024 gives ticks at whole KiB. With `top` the end is exactly that.
Axis linearAxis(double highest, int labels = 4, double unit = 1, std::optional<double> top = std::nullopt);

// The power of 1024 that a byte axis up to `highest` is counted in.
double byteUnitOf(double highest);

// From a 1-2-5 value at or below `lowest` to one at or above `highest`, at least one decade.
Axis logAxis(double lowest, double highest, int labels = 5);

// Ticks at whole steps of 1, 2, 5, 10, 15, 30 s, 1, 2, 5, 10, 15, 30 min, 1 h ...; the range is kept as it is.
Axis timeAxis(double beginSeconds, double endSeconds, int labels = 5);

} // namespace weir::ui
