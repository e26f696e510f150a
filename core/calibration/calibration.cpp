// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/calibration/calibration.h"

#include "core/calibration/scenario_digest.h"

#include <algorithm>

namespace weir::calibration {

static constexpr std::size_t mostKept = 200;

template <typename Known>
static const Known* find(const std::vector<Known>& all, const std::string& digest)
{
    const auto at = std::ranges::find(all, digest, &Known::digest);
    return at == all.end() ? nullptr : &*at;
}

template <typename Known>
static void put(std::vector<Known>& all, Known entry)
{
    std::erase_if(all, [&](const Known& earlier) { return earlier.digest == entry.digest; });
    if (all.size() >= mostKept)
        all.erase(all.begin(), all.end() - (mostKept - 1));
    all.push_back(std::move(entry));
}

const KnownNoise* noiseOf(const Calibration* calibration, const settings::Scenario& scenario)
{
    if (!calibration || calibration->noises.empty())
        return nullptr;
    return find(calibration->noises, noiseDigest(scenario));
}

const KnownDrive* driveOf(const Calibration* calibration, const settings::Scenario& scenario)
{
    if (!calibration || calibration->drives.empty())
        return nullptr;
    return find(calibration->drives, driveDigest(scenario));
}

void remember(Calibration& calibration, KnownNoise noise)
{
    put(calibration.noises, std::move(noise));
}

void remember(Calibration& calibration, KnownDrive drive)
{
    const auto* earlier = find(calibration.drives, drive.digest);
    if (earlier && earlier->limit.validRps > 0 && drive.limit.validRps <= 0)
        return;
    put(calibration.drives, std::move(drive));
}

} // namespace weir::calibration
