// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/chart_scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace weir::report {

namespace {

constexpr double wantedTicks = 4;
constexpr double mostDecades = 15;

// 1, 2 or 5 times a power of ten.
double roundStep(double raw)
{
    const double power = std::pow(10, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (raw <= factor * power * 1.0001)
            return factor * power;
    return 10 * power;
}

} // namespace

ChartScale::ChartScale(double lowest, double highest, double begin, double end, bool isLogarithmic)
    : m_lowest(lowest)
    , m_highest(highest > lowest ? highest : lowest + 1)
    , m_begin(begin)
    , m_end(end)
    , m_isLogarithmic(isLogarithmic && lowest > 0)
{
}

ChartScale ChartScale::around(const std::vector<double>& values, double begin, double end, bool fromZero,
                              bool isLogarithmic)
{
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -lowest;
    for (const double value : values) {
        if (std::isfinite(value) && std::abs(value) < 1e100) {
            lowest = std::min(lowest, value);
            highest = std::max(highest, value);
        }
    }
    if (lowest > highest)
        return {0, 1, begin, end};
    if (isLogarithmic && lowest > 0)
        return {lowest / 1.1, highest * 1.1, begin, end, true};
    if (fromZero)
        lowest = std::min(lowest, 0.0), highest = std::max(highest, 0.0);
    const double span = highest > lowest ? highest - lowest : std::max(std::abs(highest), 1.0);
    const double step = roundStep(span / wantedTicks);
    return {std::floor(lowest / step) * step, std::ceil(highest / step) * step, begin, end};
}

double ChartScale::at(double value) const
{
    if (std::isnan(value))
        return value;
    value = std::clamp(value, m_lowest, m_highest);
    const double part = m_isLogarithmic ? std::log(value / m_lowest) / std::log(m_highest / m_lowest)
                                        : (value - m_lowest) / (m_highest - m_lowest);
    return m_begin + (m_end - m_begin) * part;
}

std::vector<double> ChartScale::ticks() const
{
    std::vector<double> ticks;
    if (m_isLogarithmic) {
        const double decades = std::log10(m_highest / m_lowest);
        for (double power = std::floor(std::log10(m_lowest)); power <= std::log10(m_highest); ++power) {
            for (const double factor : {1.0, 2.0, 5.0}) {
                const double tick = factor * std::pow(10, power);
                const bool isWanted = decades < 2 || factor == 1;
                if (isWanted && tick >= m_lowest && tick <= m_highest && ticks.size() < mostDecades)
                    ticks.push_back(tick);
            }
        }
        return ticks;
    }
    const double step = roundStep((m_highest - m_lowest) / wantedTicks);
    const double first = std::ceil(m_lowest / step - 1e-9);
    for (int i = 0; i < 12 && (first + i) * step <= m_highest + step * 1e-6; ++i)
        ticks.push_back((first + i) * step);
    return ticks;
}

} // namespace weir::report
