// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/calibration/drive_search.h"

#include <cmath>

namespace weir::calibration {

// Three significant digits: more would be claimed than is known.
static double rounded(double rate)
{
    if (!(rate > 0))
        return 0;
    const double grain = std::pow(10.0, std::floor(std::log10(rate)) - 2);
    return std::floor(rate / grain) * grain;
}

std::optional<DriveLimit> searchDrive(double closedRps, const std::function<std::optional<bool>(double)>& isValid)
{
    constexpr double fineEnough = 1.1;
    constexpr double lowest = 1.0 / 32; // of the ceiling; a rate below says that something else is wrong
    DriveLimit limit{closedRps, 0};
    double refused = closedRps;
    double rate = rounded(0.8 * closedRps);
    for (int rates = 0; rates < mostDriveTrials / 2 && rate > 0; ++rates) {
        auto valid = isValid(rate);
        if (valid && !*valid)
            valid = isValid(rate);
        if (!valid)
            return std::nullopt;
        (*valid ? limit.validRps : refused) = rate;
        if (limit.validRps > 0 && refused / limit.validRps < fineEnough)
            break;
        rate = rounded(limit.validRps > 0 ? std::sqrt(limit.validRps * refused) : refused / 2);
        if (limit.validRps == 0 && rate < lowest * closedRps)
            break;
    }
    return limit;
}

} // namespace weir::calibration
