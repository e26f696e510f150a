// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/noise_text.h"

#include "core/calibration/drive_scenario.h"
#include "core/report/format.h"
#include "core/report/knob_columns.h"
#include "core/settings/load_stages.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace weir::report {

const calibration::KnownNoise* noiseOf(const RunReport& report, metrics::EpochId epoch)
{
    return calibration::noiseOf(report.calibration.get(), scenarioOf(report, epoch));
}

std::string noiseText(double ratio)
{
    if (!std::isfinite(ratio))
        return "-";
    const double percent = ratio * 100;
    return fmt::format("±{:.{}f} %", percent, percent > 0 && percent < 0.1 ? 2 : percent < 10 ? 1 : 0);
}

std::string noiseSentence(const calibration::KnownNoise& noise)
{
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < calibration::noisyFigureCount; ++i) {
        const auto& figure = calibration::noisyFigures[i];
        const bool isShown = figure.id == "p50" || figure.id == "p99" || figure.id == "throughput";
        if (isShown && noise.floor.ratio[i] > 0) // none where it is not known, or where nothing ever differed
            parts.push_back(fmt::format("{} of {}", noiseText(noise.floor.ratio[i]), figure.label));
    }
    if (parts.empty())
        return {};
    std::string list = parts.front();
    for (std::size_t i = 1; i < parts.size(); ++i)
        list += (i + 1 == parts.size() ? " and " : ", ") + parts[i];
    return fmt::format(
        "Differences below {} are noise on this machine: of two equal runs of {:g} s, one after the other, "
        "19 pairs in 20 differ by less (calibrated {}).",
        list, noise.floor.blockSeconds, noise.at.substr(0, 10));
}

static std::string warning(double rate, const calibration::KnownDrive& known)
{
    if (known.limit.validRps <= 0 || rate <= known.limit.validRps)
        return {};
    const auto number = [](double value) { return formatCount(static_cast<std::uint64_t>(std::llround(value))); };
    return fmt::format("{} requests a second are more than this machine can send of this scenario: {}, calibrated {} "
                       "against an origin that answers at once, without checks and extraction.",
                       number(rate), number(known.limit.validRps), known.at.substr(0, 10));
}

std::string driveWarning(const calibration::Calibration* calibration, const settings::Scenario& scenario)
{
    const auto* known = calibration::driveOf(calibration, scenario);
    if (!known || scenario.load.model != settings::LoadModel::Open)
        return {};
    const double arrivals = settings::loadCurve(settings::loadPhases(scenario.load)).highest();
    return warning(arrivals * calibration::requestsPerArrival(scenario), *known);
}

std::string driveWarning(const RunReport& report)
{
    static const auto offered = metrics::metricIndex("offered_rps");
    std::string worst;
    double highest = 0;
    for (const auto& row : report.snapshot->rows) {
        const double rate = row->values[offered];
        if (row->endpoint >= 0 || !metrics::isMeasured(row->phase) || !(rate > highest))
            continue;
        const auto* known = calibration::driveOf(report.calibration.get(), scenarioOf(report, row->epoch));
        if (auto text = known ? warning(rate, *known) : ""; !text.empty()) {
            highest = rate;
            worst = std::move(text);
        }
    }
    return worst;
}

} // namespace weir::report
