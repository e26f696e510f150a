// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/calibration/drive_scenario.h"

#include "core/base/strings.h"
#include "core/settings/request_grammar.h"
#include "core/settings/value_names.h"
#include "core/settings/vary_grammar.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace weir::calibration {

using settings::RequestSettings;

static bool draws(const RequestSettings& request, std::string_view name)
{
    return std::ranges::any_of(request.vary, [&](const std::string& line) {
        const auto range = settings::parseVary(line);
        return range && range->name == name;
    });
}

// Seven digits, as long as the identifiers that flows usually carry.
static void drawWhatIsCarried(RequestSettings& request, const std::set<std::string, std::less<>>& extracted)
{
    for (const auto text : settings::templatesOf(request)) {
        const auto pieces = settings::splitTemplate(text);
        for (const auto& piece : pieces ? *pieces : std::vector<settings::TemplatePiece>{})
            if (piece.isVariable && extracted.contains(piece.text) && !draws(request, piece.text))
                request.vary.push_back(fmt::format("{}=1000000..9999999", piece.text));
    }
}

static settings::LoadSettings loadOf(const settings::LoadSettings& load)
{
    settings::LoadSettings same;
    same.path = load.path;
    same.keepAlive = load.keepAlive;
    same.cookies = load.cookies;
    same.idle = load.idle;
    same.acceptEncoding = load.acceptEncoding;
    same.drainS = 1;
    return same;
}

settings::Scenario driveScenario(const settings::Scenario& scenario)
{
    auto driven = scenario;
    driven.scenario.thresholds.clear();
    driven.load = loadOf(scenario.load);
    const auto extracted = settings::ValueNames{scenario}.extracted;
    for (const auto& record : scenario.requests) {
        auto& request = driven.requests[record.name];
        request.checks.clear();
        request.extract.clear();
        drawWhatIsCarried(request, extracted);
    }
    for (const auto& record : scenario.flows)
        driven.flows[record.name].thinkTimeMs = 0;
    for (const auto& record : scenario.feeders)
        if (record.settings.order == settings::FeederOrder::Once)
            driven.feeders[record.name].order = settings::FeederOrder::Sequential;
    return driven;
}

bool isTls(std::string_view url)
{
    return base::equalsIgnoringCase(url.substr(0, 8), "https://");
}

double requestsPerArrival(const settings::Scenario& scenario)
{
    double weights = 0;
    double requests = 0;
    for (const auto& record : scenario.requests) {
        weights += record.settings.weight;
        requests += record.settings.weight;
    }
    for (const auto& record : scenario.flows) {
        weights += record.settings.weight;
        requests += record.settings.weight * static_cast<double>(record.settings.steps.size());
    }
    return weights > 0 && requests > 0 ? requests / weights : 1;
}

} // namespace weir::calibration
