// SPDX-License-Identifier: GPL-3.0-or-later
// How a run's settings are kept, and what is known of the machine for them.
#include "core/base/strings.h"
#include "core/calibration/scenario_digest.h"
#include "core/settings/json.h"
#include "core/store/json_members.h"
#include "core/store/run_json.h"

#include <fmt/format.h>

namespace weir::store {

settings::Scenario withoutSecrets(const settings::Scenario& scenario)
{
    auto kept = scenario;
    for (const auto& path : settings::allKnobs(scenario)) {
        const auto value = settings::value(scenario, path);
        if (const auto safe = settings::redactedValue(path, value); safe != value)
            settings::setValue(kept, path, safe);
    }
    return kept;
}

// "pool.max_connections" out of the object. False: there is nothing at that place.
static bool eraseKey(boost::json::object& object, const std::string& key)
{
    const auto parts = base::split(key, '.');
    auto* inner = &object;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        auto* next = inner->if_contains({parts[i].data(), parts[i].size()});
        if (!next || !next->is_object())
            return false;
        inner = &next->get_object();
    }
    return inner->erase(boost::json::string_view{parts.back().data(), parts.back().size()}) > 0;
}

base::Result<settings::Scenario> readKeptScenario(const std::string& text)
{
    auto scenario = settings::readScenario(text);
    if (scenario)
        return *std::move(scenario);
    if (auto object = parsedObject(text)) {
        for (const auto& problem : scenario.error())
            eraseKey(*object, problem.key);
        if (auto rest = settings::readScenario(boost::json::serialize(*object)))
            return *std::move(rest);
    }
    return base::fail(base::Errc::Corrupt,
                      fmt::format("The run's settings cannot be read: {}", settings::text(scenario.error().front())));
}

calibration::CalibrationPtr keptCalibration(const report::RunReport& report)
{
    if (!report.calibration)
        return nullptr;
    calibration::Calibration kept;
    kept.machine = report.calibration->machine;
    kept.instrument = report.calibration->instrument;
    for (const auto& scenario : report.epochs) {
        const auto safe = withoutSecrets(*scenario);
        if (const auto* noise = calibration::noiseOf(report.calibration.get(), *scenario)) {
            auto known = *noise;
            known.digest = calibration::noiseDigest(safe);
            calibration::remember(kept, std::move(known));
        }
        if (const auto* drive = calibration::driveOf(report.calibration.get(), *scenario)) {
            auto known = *drive;
            known.digest = calibration::driveDigest(safe);
            calibration::remember(kept, std::move(known));
        }
    }
    return std::make_shared<const calibration::Calibration>(std::move(kept));
}

} // namespace weir::store
