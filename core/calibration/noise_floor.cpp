// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/calibration/noise_floor.h"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>

namespace weir::calibration {

static double byStudent(std::span<const double> absolute, double coverage)
{
    double squares = 0;
    for (const double value : absolute)
        squares += value * value;
    const auto n = static_cast<double>(absolute.size());
    const boost::math::students_t_distribution<double> t{n};
    const double bound = boost::math::quantile(t, (1 + coverage) / 2) * std::sqrt(squares / n);
    return std::max(bound, absolute.back());
}

double logFloor(std::span<const double> logRatios, double coverage)
{
    if (logRatios.size() < static_cast<std::size_t>(leastPairs))
        return std::numeric_limits<double>::quiet_NaN();
    std::vector<double> absolute;
    for (const double value : logRatios)
        absolute.push_back(std::abs(value));
    std::ranges::sort(absolute);
    const auto n = static_cast<double>(absolute.size());
    const auto rank = static_cast<std::size_t>(std::ceil(coverage * (n + 1) - 1e-9));
    return rank <= absolute.size() ? absolute[rank - 1] : byStudent(absolute, coverage);
}

NoiseFloor noiseFloorOf(std::span<const BlockFigures> blocks, double blockSeconds)
{
    NoiseFloor floor;
    floor.blockSeconds = blockSeconds;
    for (std::size_t figure = 0; figure < noisyFigureCount; ++figure) {
        std::vector<double> logRatios;
        for (std::size_t i = 0; i + 1 < blocks.size(); i += 2) {
            const double ratio = std::log(blocks[i + 1][figure] / blocks[i][figure]);
            if (std::isfinite(ratio))
                logRatios.push_back(ratio);
        }
        floor.pairs[figure] = static_cast<int>(logRatios.size());
        floor.ratio[figure] = std::expm1(logFloor(logRatios));
    }
    return floor;
}

} // namespace weir::calibration
