// SPDX-License-Identifier: GPL-3.0-or-later
// Thresholds against the scenario they stand in.
#include "core/analysis/threshold.h"

#include "core/base/strings.h"
#include "core/settings/load_stages.h"
#include "core/settings/validate.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::analysis {

using settings::Problem;
using Names = std::vector<std::string>;

static Problem unknownName(const Threshold& threshold, std::string_view what, const std::string& name,
                           const std::optional<std::string>& likely)
{
    return Problem{"thresholds", threshold.text, fmt::format("there is no {} \"{}\"", what, name),
                   likely ? fmt::format("did you mean {}?", *likely) : "leave it out, or mend the name"};
}

// Levels are sampled of the whole run: no row of an endpoint has them, so that such a threshold could never pass.
static std::optional<Problem> levelOfEndpoint(const Threshold& threshold)
{
    const auto* metric = metrics::findMetric(threshold.metric);
    if (threshold.endpoint.empty() || metric == nullptr || metric->kind != metrics::MetricKind::Level)
        return std::nullopt;
    return Problem{"thresholds", threshold.text,
                   fmt::format("{} is measured of the whole run, not of an endpoint", metric->id),
                   fmt::format("leave out \"{}: \"", threshold.endpoint)};
}

static Names namesOf(const settings::Records<settings::RequestSettings>& requests)
{
    Names names;
    for (const auto& record : requests)
        names.push_back(record.name);
    return names;
}

static Names phasesOf(const settings::Scenario& scenario)
{
    Names names;
    for (const auto& phase : settings::loadPhases(scenario.load))
        names.push_back(phase.name);
    return names;
}

std::vector<Problem> thresholdProblems(const settings::Scenario& scenario)
{
    std::vector<Problem> problems;
    const auto requests = settings::effectiveRequests(scenario);
    const auto phases = phasesOf(scenario);
    for (const auto& text : scenario.scenario.thresholds) {
        const auto threshold = parseThreshold(text);
        if (!threshold) {
            problems.push_back({"thresholds", text, base::text(threshold.error()), {}});
            continue;
        }
        const bool isRead = problems.size() < settings::mostSuggestions;
        if (const auto& name = threshold->endpoint; !name.empty() && !requests.find(name))
            problems.push_back(unknownName(*threshold, "endpoint", name,
                                           isRead ? base::nearest(name, namesOf(requests)) : std::nullopt));
        if (auto problem = levelOfEndpoint(*threshold))
            problems.push_back(*std::move(problem));
        if (const auto& name = threshold->phase; !name.empty() && std::ranges::find(phases, name) == phases.end())
            problems.push_back(unknownName(*threshold, "phase", name, base::nearest(name, phases)));
    }
    return problems;
}

} // namespace weir::analysis
