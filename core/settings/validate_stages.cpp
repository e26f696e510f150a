// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/validate.h"

#include "core/settings/load_stages.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::settings {

static void validateStage(const Scenario& scenario, const std::string& line, std::vector<Problem>& problems)
{
    const auto stage = parseStage(line);
    const double most = scenario.load.model == LoadModel::Open ? 1e6 : 20000;
    if (!stage)
        problems.push_back({"load.stages", line, stage.error().context, "write it like ramp=30s:500"});
    else if (stage->name == "warmup")
        problems.push_back({"load.stages", line, "takes the warm-up's name", "choose another name"});
    else if (stage->target > most)
        problems.push_back({"load.stages", line, fmt::format("has a target above the maximum {:.0f}", most),
                            fmt::format("choose 0 to {:.0f}", most)});
}

// Statistics go by the name.
static void validateNames(const std::vector<LoadPhase>& phases, std::vector<Problem>& problems)
{
    for (auto phase = phases.begin(); phase != phases.end(); ++phase)
        if (std::find_if(phases.begin(), phase, [&](const auto& p) { return p.name == phase->name; }) != phase)
            problems.push_back({"load.stages", phase->name, "names two stages", "give each a name of its own"});
}

void validateStages(const Scenario& scenario, std::vector<Problem>& problems)
{
    const auto& lines = scenario.load.stages;
    const auto before = problems.size();
    for (const auto& line : lines)
        validateStage(scenario, line, problems);
    if (lines.empty() || problems.size() != before)
        return;
    const auto phases = loadPhases(scenario.load);
    if (phases.size() > mostStages + 1)
        problems.push_back({"load.stages", fmt::format("{} stages", lines.size()), "are too many",
                            fmt::format("write at most {}", mostStages)});
    validateNames(phases, problems);
    if (std::ranges::all_of(lines, [](const auto& line) { return parseStage(line)->duration.count() == 0; }))
        problems.push_back({"load.stages", lines.front(), "lasts no time, and neither does another",
                            "give a stage a duration, such as 30s:500"});
}

} // namespace weir::settings
