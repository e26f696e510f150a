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

static std::optional<Problem> unknownName(const Threshold& threshold, std::string_view what, const std::string& name,
                                          const Names& known)
{
    if (name.empty() || std::ranges::find(known, name) != known.end())
        return std::nullopt;
    const auto likely = base::nearest(name, known);
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

static Names endpointsOf(const settings::Scenario& scenario)
{
    Names names;
    for (const auto& record : settings::effectiveRequests(scenario))
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
    const auto endpoints = endpointsOf(scenario);
    const auto phases = phasesOf(scenario);
    for (const auto& text : scenario.scenario.thresholds) {
        const auto threshold = parseThreshold(text);
        if (!threshold) {
            problems.push_back({"thresholds", text, base::text(threshold.error()), {}});
            continue;
        }
        if (auto problem = unknownName(*threshold, "endpoint", threshold->endpoint, endpoints))
            problems.push_back(*std::move(problem));
        if (auto problem = levelOfEndpoint(*threshold))
            problems.push_back(*std::move(problem));
        if (auto problem = unknownName(*threshold, "phase", threshold->phase, phases))
            problems.push_back(*std::move(problem));
    }
    return problems;
}

} // namespace weir::analysis
