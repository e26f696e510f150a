// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_spec.h"

#include <algorithm>
#include <array>
#include <limits>

namespace weir::ui {

QColor resolve(const Colors& colors, ColorRole role)
{
    switch (role) {
    case ColorRole::First:
    case ColorRole::Second:
    case ColorRole::Third:
    case ColorRole::Fourth:
    case ColorRole::Fifth:
    case ColorRole::Sixth: return colors.series[static_cast<std::size_t>(role)];
    case ColorRole::P50:
    case ColorRole::P90:
    case ColorRole::P99:
    case ColorRole::P999:
        return colors.percentiles[static_cast<std::size_t>(role) - static_cast<std::size_t>(ColorRole::P50)];
    case ColorRole::Maximum: return colors.maximum;
    case ColorRole::Neutral: return colors.neutral;
    case ColorRole::Dim: return colors.dimText;
    case ColorRole::Good: return colors.good;
    case ColorRole::Error: return colors.error;
    }
    return colors.text;
}

double metricValue(const metrics::Point& point, std::string_view metric)
{
    const auto index = metrics::metricIndex(metric);
    return index < point.values.size() ? point.values[index] : std::numeric_limits<double>::quiet_NaN();
}

static double roundEnd(double seconds)
{
    static constexpr std::array ends{10.0, 20.0, 30.0, 60.0, 120.0, 180.0, 300.0, 600.0, 900.0, 1800.0, 3600.0};
    for (const double end : ends)
        if (seconds <= end)
            return end;
    constexpr double hour = 3600;
    return hour * static_cast<double>(static_cast<long long>(seconds / hour) + 1);
}

static base::Nanos fromSeconds(double seconds)
{
    return base::Nanos(static_cast<base::Nanos::rep>(seconds * 1e9));
}

TimeRange liveRange(const metrics::Snapshot& snapshot, std::optional<base::Nanos> window)
{
    if (window && snapshot.elapsed > *window)
        return TimeRange{snapshot.elapsed - *window, snapshot.elapsed};
    const double elapsed = std::chrono::duration<double>(snapshot.elapsed).count();
    auto end = fromSeconds(roundEnd(elapsed));
    if (window)
        end = std::min(end, *window);
    if (snapshot.run) {
        // A short run is shown whole; its end is known, and nothing lies beyond it.
        const auto planned = snapshot.run->warmup + snapshot.run->duration;
        if (planned >= snapshot.elapsed)
            end = std::min(end, planned);
    }
    return TimeRange{base::Nanos{}, std::max(end, snapshot.elapsed)};
}

TimeRange wholeRange(const metrics::Snapshot& snapshot)
{
    const auto* last = snapshot.latest();
    const auto end = last ? std::max(last->at, snapshot.elapsed) : snapshot.elapsed;
    return TimeRange{base::Nanos{}, std::max(end, base::Nanos(std::chrono::seconds(1)))};
}

} // namespace weir::ui
