// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/format.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace weir::report {

using metrics::Metric;
using metrics::MetricKind;

namespace {

constexpr std::string_view narrowSpace = "\u202f";
constexpr std::size_t groupedFrom = 5; // digits: four read well without

std::string grouped(const std::string& digits)
{
    if (digits.size() < groupedFrom)
        return digits;
    std::string result;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0)
            result += narrowSpace;
        result += digits[i];
    }
    return result;
}

std::string whole(double value)
{
    const auto digits = grouped(fmt::format("{:.0f}", std::abs(value)));
    return value <= -0.5 ? "-" + digits : digits;
}

// Three significant digits, but no more than three decimals: in milliseconds that is the microsecond.
std::string threeDigits(double value)
{
    const double size = std::abs(value);
    if (size >= 99.95)
        return whole(value);
    const int decimals = size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
    return size == 0 ? "0" : fmt::format("{:.{}f}", value, decimals);
}

// Neither hides a small share as 0 nor rounds one just short of everything to 100.
std::string percentText(double percent)
{
    const double size = std::abs(percent);
    if (size == 0 || percent == 100)
        return fmt::format("{:.0f}", percent);
    if (size < 0.01)
        return percent > 0 ? "<0.01" : ">-0.01";
    if (size < 1 || (percent > 99.9 && percent < 100))
        return fmt::format("{:.2f}", percent > 99.99 && percent < 100 ? 99.99 : percent);
    return size >= 999.5 ? whole(percent) : fmt::format("{:.1f}", percent);
}

MetricText bytesText(double value, std::string_view per)
{
    static constexpr std::array<std::string_view, 5> units{"B", "KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    for (; std::abs(value) >= 999.5 && unit + 1 < units.size(); ++unit)
        value /= 1024;
    return {unit == 0 ? whole(value) : threeDigits(value), fmt::format("{}{}", units[unit], per)};
}

bool isRatio(const Metric& metric)
{
    return metric.kind == MetricKind::Ratio || metric.id.ends_with("_ratio");
}

// A number of things, as a mean over time has it: what was two threads but for a moment reads "2", not "2.00".
bool isNearlyWhole(const Metric& metric, double value)
{
    return metric.unit.empty() && std::abs(value) > 0.99 && std::abs(value - std::round(value)) < 0.005;
}

} // namespace

MetricText metricText(const Metric& metric, double value)
{
    if (std::isnan(value))
        return {"-", ""};
    if (std::isinf(value))
        return {"never", ""};
    if (isRatio(metric))
        return {percentText(value * 100), "%"};
    if (metric.unit == "B" || metric.unit == "B/s")
        return bytesText(value, metric.unit.substr(1));
    if (metric.kind == MetricKind::Count || value == std::floor(value) || isNearlyWhole(metric, value))
        return {whole(value), std::string{metric.unit}};
    return {threeDigits(value), std::string{metric.unit}};
}

std::string formatMetric(const Metric& metric, double value)
{
    auto text = metricText(metric, value);
    return text.unit.empty() ? text.number : fmt::format("{} {}", text.number, text.unit);
}

std::string formatCount(std::uint64_t count)
{
    return grouped(fmt::format("{}", count));
}

std::string formatDuration(base::Nanos duration)
{
    const auto tenths = std::chrono::duration<double>(duration).count();
    return fmt::format("{:.1f} s", tenths);
}

} // namespace weir::report
