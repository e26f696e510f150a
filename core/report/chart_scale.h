// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace weir::report {

// From values to a picture's coordinates, even or logarithmic. A value; any thread.
class ChartScale {
public:
    // `begin` and `end`: the coordinates of the lowest and highest value.
    ChartScale(double lowest, double highest, double begin, double end, bool isLogarithmic = false);

    // Around all finite values, ends at ticks; from zero on where `fromZero`. Of none: 0 to 1. Logarithmic where it is
    // asked for and all are above zero.
    static ChartScale around(const std::vector<double>& values, double begin, double end, bool fromZero,
                             bool isLogarithmic = false);

    double at(double value) const; // infinite values lie at the highest, NaN nowhere
    std::vector<double> ticks() const;
    double lowest() const { return m_lowest; }
    double highest() const { return m_highest; }

private:
    double m_lowest;
    double m_highest;
    double m_begin;
    double m_end;
    bool m_isLogarithmic;
};

} // namespace weir::report
