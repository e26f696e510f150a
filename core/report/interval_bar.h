// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"

#include <span>
#include <string>

// Intervals drawn around one zero line: the axis that several share, for terminal and HTML alike. Any thread.
namespace weir::report {

// A difference and its interval as ratios; NaN for none.
struct Span {
    double low = 0;
    double middle = 0;
    double high = 0;
};
Span spanOf(const experiment::Estimate& estimate);
Span spanOf(const experiment::FactorEffect& effect);

// How far the axis reaches either way: as far as the widest, never beyond 100 %, since a tenfold increase would leave
// all others a dot, and never below twice the margin.
double axisReach(std::span<const Span> spans, double margin);

// "      ━●━ │      ", `width` characters, an odd number; what lies beyond the axis ends in ◂ or ▸.
std::string intervalBar(const Span& span, double reach, std::size_t width);

// A bar from zero to the difference, the interval on it: "        │████┼─   ".
std::string tornadoBar(const Span& span, double reach, std::size_t width);

} // namespace weir::report
