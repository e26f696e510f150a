// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/calibration/scenario_digest.h"

#include "core/calibration/drive_scenario.h"
#include "core/settings/json.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

namespace weir::calibration {

std::string digestOf(std::string_view text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned length = 0;
    EVP_Digest(text.data(), text.size(), bytes.data(), &length, EVP_sha256(), nullptr);
    std::string digits;
    for (std::size_t i = 0; i < 8; ++i)
        digits += fmt::format("{:02x}", bytes[i]);
    return digits;
}

std::string noiseDigest(const settings::Scenario& scenario)
{
    auto same = scenario;
    const settings::LoadSettings usual;
    same.scenario.name.clear();
    same.scenario.thresholds.clear();
    same.load.durationS = usual.durationS;
    same.load.warmupS = usual.warmupS;
    same.load.drainS = usual.drainS;
    same.load.stopAfterRequests = usual.stopAfterRequests;
    same.load.stopErrorRatio = usual.stopErrorRatio;
    return digestOf(settings::writeScenario(same));
}

// The first line tells apart what earlier searches measured: flows' steps once counted for nothing.
std::string driveDigest(const settings::Scenario& scenario)
{
    auto same = driveScenario(scenario);
    same.scenario.name.clear();
    same.target = {};
    for (const auto& url : scenario.target.urls)
        if (isTls(url))
            same.target.urls = {"https://target"};
    same.origin = {};
    return digestOf("drive 2\n" + settings::writeScenario(same));
}

} // namespace weir::calibration
