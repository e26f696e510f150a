// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/quantity_text.h"

#include "core/experiment/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace weir::experiment {

using analysis::DifferenceScale;

namespace {

constexpr double manyTimes = 10;
constexpr double nothing = 0.005; // per cent: where figures are measured, that is none

double ratioOf(DifferenceScale scale, double onScale)
{
    return scale == DifferenceScale::LogRatio ? std::expm1(onScale) : onScale;
}

// A share that is nearly all does not become all of it, nor a small one none.
std::string percentDigits(double percent)
{
    const double size = std::abs(percent);
    if (size < nothing)
        return "0";
    if (size < 1)
        return fmt::format("{:.2g}", size);
    if (size < 9.95) {
        const auto digits = fmt::format("{:.1f}", size);
        return digits.ends_with(".0") ? digits.substr(0, 1) : digits;
    }
    if (size > 99 && size < 100)
        return fmt::format("{:.2f}", std::min(size, 99.99));
    return fmt::format("{:.0f}", size);
}

bool isManyTimes(DifferenceScale scale, double onScale)
{
    return scale == DifferenceScale::LogRatio && onScale >= std::log(manyTimes);
}

std::string timesDigits(double onScale)
{
    const double factor = std::exp(onScale);
    return factor < 1e6 ? fmt::format("{:.0f}", factor) : fmt::format("{:.0e}", factor);
}

std::string_view unitOf(DifferenceScale scale)
{
    return scale == DifferenceScale::LogRatio ? "%" : "pt";
}

std::string number(DifferenceScale scale, double onScale)
{
    return percentDigits(100 * ratioOf(scale, onScale));
}

std::string withSign(DifferenceScale scale, double onScale)
{
    const auto digits = number(scale, onScale);
    return digits == "0" ? digits : (onScale > 0 ? "+" : "−") + digits;
}

} // namespace

std::string percentText(double ratio)
{
    return std::isfinite(ratio) ? percentDigits(ratio * 100) + " %" : "-";
}

std::string sizeText(DifferenceScale scale, double onScale)
{
    return number(scale, onScale) + (scale == DifferenceScale::LogRatio ? " %" : " percentage points");
}

std::string differencePhrase(DifferenceScale scale, double onScale)
{
    if (isManyTimes(scale, onScale))
        return timesDigits(onScale) + " times as high";
    return fmt::format("{} {}", sizeText(scale, onScale), onScale > 0 ? "higher" : "lower");
}

std::string spanWords(DifferenceScale scale, double low, double high)
{
    const auto unit = scale == DifferenceScale::LogRatio ? " %" : " percentage points";
    if (low < 0 && high > 0)
        return fmt::format("{}{} lower and {} higher", number(scale, low), unit,
                           isManyTimes(scale, high) ? timesDigits(high) + " times" : number(scale, high) + unit);
    const auto ends = std::abs(low) <= std::abs(high) ? std::pair{low, high} : std::pair{high, low};
    if (isManyTimes(scale, ends.second))
        return fmt::format("{:.1f} to {} times", std::exp(ends.first), timesDigits(ends.second));
    return fmt::format("{} to {}{}", number(scale, ends.first), number(scale, ends.second), unit);
}

std::string changeText(DifferenceScale scale, double onScale)
{
    if (std::isnan(onScale))
        return "-";
    if (std::isinf(onScale))
        return onScale > 0 ? "never" : "answered";
    if (isManyTimes(scale, onScale))
        return "× " + timesDigits(onScale);
    return withSign(scale, onScale) + fmt::format(" {}", unitOf(scale));
}

std::string changeText(const Estimate& estimate)
{
    return changeText(estimate.difference.scale, estimate.difference.difference);
}

std::string intervalText(DifferenceScale scale, double low, double high)
{
    if (std::isnan(low) || std::isnan(high))
        return {};
    if (std::isinf(low) && low == high)
        return changeText(scale, low);
    const auto end = [&](double value) {
        if (std::isinf(value))
            return std::string{value > 0 ? "never" : "answered"};
        return isManyTimes(scale, value) ? "× " + timesDigits(value) : withSign(scale, value);
    };
    const auto unitBehind = [&](double value) {
        return std::isfinite(value) && !isManyTimes(scale, value) ? fmt::format(" {}", unitOf(scale)) : "";
    };
    const auto unit = unitBehind(high); // one is enough, where both have it
    return fmt::format("{}{} to {}{}", end(low), unit.empty() ? unitBehind(low) : "", end(high), unit);
}

std::string intervalText(const Estimate& estimate)
{
    return intervalText(estimate.difference.scale, estimate.difference.low, estimate.difference.high);
}

} // namespace weir::experiment
