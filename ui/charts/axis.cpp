// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/axis.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace weir::ui {

// Division and logarithm leave 2.9999999 where 3 is meant.
static constexpr double slack = 1e-9;

static double decadeOf(double value)
{
    return std::pow(10.0, std::floor(std::log10(value) + slack));
}

double niceCeil(double value)
{
    if (!(value > 0))
        return 0;
    const double decade = decadeOf(value);
    for (const double digit : {1.0, 2.0, 5.0})
        if (digit * decade >= value * (1 - slack))
            return digit * decade;
    return 10 * decade;
}

double niceFloor(double value)
{
    if (!(value > 0))
        return 0;
    const double decade = decadeOf(value);
    for (const double digit : {5.0, 2.0})
        if (digit * decade <= value * (1 + slack))
            return digit * decade;
    return decade;
}

double Axis::fraction(double value) const
{
    if (!logarithmic)
        return max > min ? (value - min) / (max - min) : 0;
    if (!(value > 0))
        return 0;
    return std::log(value / min) / std::log(max / min);
}

static void addSteps(Axis& axis, double first)
{
    const auto count = static_cast<int>(std::floor((axis.max - first) / axis.step + slack));
    for (int i = 0; i <= count; ++i)
        axis.ticks.push_back(first + i * axis.step);
}

double byteUnitOf(double highest)
{
    double unit = 1;
    while (highest >= unit * 1000)
        unit *= 1024;
    return unit;
}

// The smallest step of which at most `labels` fit below `reach`.
static double stepFor(double reach, int labels)
{
    double step = niceFloor(reach / labels);
    while (std::floor(reach / step + slack) > labels)
        step = niceCeil(step * 1.5);
    return step;
}

Axis linearAxis(double highest, int labels, double unit, std::optional<double> top)
{
    // A line that lies exactly on the upper edge would be cut in half.
    constexpr double headroom = 1.04;
    Axis axis;
    const double reach = top ? *top : (highest > 0 ? highest * headroom : unit);
    axis.step = unit * stepFor(reach / unit, labels);
    axis.max = top ? *top : axis.step / 2 * std::ceil(reach / (axis.step / 2) - slack);
    addSteps(axis, 0);
    return axis;
}

// All of 1, 2, 5 within the range, or only the powers of ten, or every second or third of them.
static std::vector<double> logTicks(double min, double max, int labels)
{
    std::vector<double> fine;
    std::vector<double> decades;
    for (double decade = decadeOf(min); decade <= max * (1 + slack); decade *= 10) {
        for (const double digit : {1.0, 2.0, 5.0})
            if (digit * decade >= min * (1 - slack) && digit * decade <= max * (1 + slack))
                fine.push_back(digit * decade);
        if (decade >= min * (1 - slack))
            decades.push_back(decade);
    }
    if (fine.size() <= static_cast<std::size_t>(labels) || decades.size() < 2)
        return fine;
    const auto keep = (decades.size() + static_cast<std::size_t>(labels) - 1) / static_cast<std::size_t>(labels);
    std::vector<double> ticks;
    for (std::size_t i = 0; i < decades.size(); i += keep)
        ticks.push_back(decades[i]);
    return ticks;
}

Axis logAxis(double lowest, double highest, int labels)
{
    Axis axis;
    axis.logarithmic = true;
    axis.min = niceFloor(lowest > 0 ? lowest : 0.1);
    axis.max = niceCeil(std::max(highest, axis.min) * 1.02);
    if (axis.max < axis.min * 10 * (1 - slack))
        axis.max = axis.min * 10;
    axis.ticks = logTicks(axis.min, axis.max, labels);
    return axis;
}

static double timeStep(double least)
{
    static constexpr std::array steps{0.2,   0.5,   1.0,   2.0,    5.0,    10.0,   15.0,    30.0,    60.0,   120.0,
                                      300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 14400.0, 21600.0, 43200.0};
    for (const double step : steps)
        if (step >= least * (1 - slack))
            return step;
    return 86400 * std::ceil(least / 86400);
}

Axis timeAxis(double beginSeconds, double endSeconds, int labels)
{
    Axis axis;
    axis.min = beginSeconds;
    axis.max = std::max(endSeconds, beginSeconds + 1);
    axis.step = timeStep((axis.max - axis.min) / std::max(labels, 1));
    addSteps(axis, axis.step * std::ceil(axis.min / axis.step - slack));
    return axis;
}

} // namespace weir::ui
