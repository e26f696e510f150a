// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/arms.h"

#include "core/analysis/screening_design.h"
#include "core/base/strings.h"
#include "core/settings/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace weir::experiment {

using settings::KnobPath;
using settings::Problem;
using Problems = std::vector<Problem>;

namespace {

constexpr std::size_t mostPoints = 400; // of a sweep
constexpr int mostSteps = 100;          // of one of its knobs

std::string_view optionOf(Kind kind)
{
    return kind == Kind::Try ? "--variant" : "--knob";
}

std::string nameOf(const std::vector<Change>& changes)
{
    std::string name;
    for (const auto& change : changes)
        name += fmt::format("{}{}={}", name.empty() ? "" : " ", change.key, change.to);
    return name;
}

bool appliesLive(const settings::Scenario& baseline, const settings::Scenario& variant)
{
    return std::ranges::all_of(settings::changes(baseline, variant), [](const auto& change) {
        return change.path.knob->applies == settings::Applies::Live;
    });
}

// An arm that is there already, else a new one.
std::size_t armOf(const settings::Scenario& scenario, Arms& arms)
{
    for (std::size_t i = 0; i < arms.list.size(); ++i)
        if (arms.list[i].scenario == scenario)
            return i;
    const auto& baseline = arms.list.front().scenario;
    ArmSettings made;
    made.scenario = scenario;
    made.arm.changes = changesBetween(baseline, scenario);
    made.arm.name = nameOf(made.arm.changes);
    arms.needsRuns = arms.needsRuns || !appliesLive(baseline, scenario);
    arms.list.push_back(std::move(made));
    return arms.list.size() - 1;
}

// The baseline with some knobs set. Problems go to `problems`.
settings::Scenario withSettings(const settings::Scenario& baseline, const std::vector<Assignment>& assignments,
                                std::string_view option, Problems& problems)
{
    auto scenario = baseline;
    const auto before = problems.size();
    for (const auto& [key, value] : assignments)
        if (auto problem = settings::setText(scenario, key, value)) {
            problem->reason += fmt::format(" ({})", option);
            problems.push_back(std::move(*problem));
        }
    if (problems.size() == before)
        for (auto& problem : settings::validate(scenario))
            problems.push_back(std::move(problem));
    return scenario;
}

void addVariants(const Plan& plan, Arms& arms, Problems& problems)
{
    if (plan.variants.empty())
        problems.push_back({"--variant", "", "is missing", "name what to try: --variant 'pool.max_connections=16'"});
    for (const auto& variant : plan.variants) {
        const auto scenario = withSettings(arms.list.front().scenario, variant, "--variant", problems);
        if (!problems.empty())
            return;
        const auto arm = armOf(scenario, arms);
        if (arm == 0)
            problems.push_back({"--variant", variant.empty() ? "" : variant.front().key + '=' + variant.front().value,
                                "is what the scenario has already", "choose another value"});
        else if (std::ranges::find(arms.contrasts, Contrast{0, arm}) == arms.contrasts.end())
            arms.contrasts.push_back({0, arm});
    }
}

bool checkFactors(const Plan& plan, Problems& problems)
{
    const bool isScreening = plan.kind == Kind::Screen;
    const std::size_t most = isScreening ? analysis::mostFactors : 2;
    std::set<std::string> keys;
    if (plan.factors.empty() && isScreening)
        problems.push_back({"--knob", "", "is missing, and no strategy with knobs to explore is on",
                            "name some: --knob pool.max_connections=8,64"});
    else if (plan.factors.empty())
        problems.push_back({"--knob", "", "is missing", "name one or two: --knob pool.max_connections=1..64/7/log"});
    if (plan.factors.size() > most)
        problems.push_back({"--knob", fmt::format("{} knobs", plan.factors.size()), "are too many",
                            fmt::format("name at most {}", most)});
    for (const auto& factor : plan.factors) {
        if (!keys.insert(factor.key).second)
            problems.push_back({factor.key, "", "is named twice (--knob)", "give all its values at once"});
        if (isScreening && factor.values.size() != 2)
            problems.push_back({factor.key, fmt::format("{}", fmt::join(factor.values, ",")), "needs two levels",
                                fmt::format("write --knob {}=LOW,HIGH", factor.key)});
        else if (factor.values.size() < 2)
            problems.push_back({factor.key, fmt::format("{}", fmt::join(factor.values, ",")), "needs two values and more",
                                fmt::format("write --knob {}=A,B,C or {}=A..B/N", factor.key, factor.key)});
    }
    return problems.empty();
}

void addDesign(const Plan& plan, Arms& arms, Problems& problems)
{
    for (const auto& run : analysis::plackettBurman(plan.factors.size())) {
        std::vector<Assignment> levels;
        for (std::size_t i = 0; i < plan.factors.size(); ++i)
            levels.push_back({plan.factors[i].key, plan.factors[i].values[run[i] ? 1 : 0]});
        const auto scenario = withSettings(arms.list.front().scenario, levels, "--knob", problems);
        if (!problems.empty())
            return;
        arms.designRuns.push_back(armOf(scenario, arms));
    }
}

void addPoints(const Plan& plan, Arms& arms, Problems& problems)
{
    std::size_t points = 1;
    for (const auto& factor : plan.factors)
        points *= factor.values.size();
    if (points > mostPoints) {
        problems.push_back({"--knob", fmt::format("{} points", points), "are too many",
                            fmt::format("choose fewer values, at most {} points in all", mostPoints)});
        return;
    }
    for (std::size_t point = 0; point < points; ++point) {
        std::vector<Assignment> setting;
        auto rest = point;
        for (const auto& factor : plan.factors) {
            setting.push_back({factor.key, factor.values[rest % factor.values.size()]});
            rest /= factor.values.size();
        }
        const auto scenario = withSettings(arms.list.front().scenario, setting, "--knob", problems);
        if (!problems.empty())
            return;
        const auto arm = armOf(scenario, arms);
        if (arm != 0 && std::ranges::find(arms.contrasts, Contrast{0, arm}) == arms.contrasts.end())
            arms.contrasts.push_back({0, arm});
    }
}

// A number as a knob takes it: an integer where it is one.
std::string numberText(double value)
{
    return value == std::floor(value) && std::abs(value) < 1e15 ? fmt::format("{}", static_cast<std::int64_t>(value))
                                                                : fmt::format("{:.6g}", value);
}

base::Error badFactor(std::string_view text, std::string_view reason)
{
    return {base::Errc::InvalidScenario,
            fmt::format("--knob {}: {}; write KEY=LOW,HIGH or KEY=V1,V2,... or KEY=A..B/N[/log]", text, reason)};
}

// "1..64/7/log"
base::Result<std::vector<std::string>> rangeValues(const KnobPath& path, std::string_view whole, std::string_view text)
{
    const auto dots = text.find("..");
    const auto slash = text.find('/', dots);
    const auto from = base::parseDouble(text.substr(0, dots));
    auto steps = slash == text.npos ? std::string_view{} : text.substr(slash + 1);
    const auto to = base::parseDouble(text.substr(dots + 2, slash == text.npos ? text.npos : slash - dots - 2));
    const bool isLog = steps.ends_with("/log");
    if (isLog)
        steps.remove_suffix(4);
    const auto count = base::parseDouble(steps);
    if (!from || !to || *from >= *to)
        return std::unexpected(badFactor(whole, "a range goes from a number to a higher one"));
    if (!count || *count != std::floor(*count) || *count < 2 || *count > mostSteps)
        return std::unexpected(badFactor(whole, fmt::format("N is the number of values, 2 to {}", mostSteps)));
    if (isLog && *from <= 0)
        return std::unexpected(badFactor(whole, "a logarithmic range begins above 0"));
    std::vector<std::string> values;
    for (int i = 0; i < static_cast<int>(*count); ++i) {
        const double part = i / (*count - 1);
        double value = isLog ? *from * std::pow(*to / *from, part) : *from + (*to - *from) * part;
        if (path.knob->kind == settings::Kind::Integer)
            value = std::round(value);
        if (auto written = numberText(value); values.empty() || values.back() != written)
            values.push_back(std::move(written));
    }
    return values;
}

bool isNumber(settings::Kind kind)
{
    return kind == settings::Kind::Integer || kind == settings::Kind::Real;
}

// Whether the section's own switch is off, or the path does not lead through it.
bool isOff(const settings::Scenario& scenario, const settings::Section& section)
{
    if (const auto enabled = settings::findKnob(fmt::format("{}.enabled", section.key)))
        return settings::value(scenario, *enabled) == settings::KnobValue{false};
    return false;
}

// A level below and one above what the knob has.
std::optional<Factor> levelsOf(const settings::Scenario& scenario, const KnobPath& path)
{
    const auto& knob = *path.knob;
    const auto now = settings::value(scenario, path);
    if (knob.kind == settings::Kind::Flag)
        return Factor{path.key(), {"false", "true"}};
    if (knob.kind == settings::Kind::Choice) {
        const auto current = std::get<std::string>(now);
        const auto other = std::ranges::find_if(knob.choices, [&](auto choice) { return choice != current; });
        if (other == knob.choices.end())
            return std::nullopt;
        return Factor{path.key(), {current, std::string{*other}}};
    }
    if (!isNumber(knob.kind))
        return std::nullopt;
    const double value = knob.kind == settings::Kind::Integer ? static_cast<double>(std::get<std::int64_t>(now))
                                                              : std::get<double>(now);
    if (value == 0)
        return std::nullopt; // off, or without a limit: half of it says nothing
    const double spread = knob.logarithmic ? 4 : 2;
    double low = std::max(knob.min, value / spread);
    double high = std::min(knob.max, value * spread);
    if (knob.kind == settings::Kind::Integer) {
        low = std::max(knob.min, std::floor(low));
        high = std::ceil(high);
    }
    if (low >= high)
        return std::nullopt;
    return Factor{path.key(), {numberText(low), numberText(high)}};
}

} // namespace

std::vector<Change> changesBetween(const settings::Scenario& baseline, const settings::Scenario& variant)
{
    std::vector<Change> changes;
    for (const auto& change : settings::changes(baseline, variant))
        changes.push_back({change.path.key(), settings::redactedText(change.path, change.before),
                           settings::redactedText(change.path, change.after)});
    return changes;
}

settings::Scenario blockScenario(const settings::Scenario& scenario)
{
    auto block = scenario;
    block.scenario.thresholds.clear();
    block.load.stages.clear();
    block.load.stopAfterRequests = 0;
    block.load.stopErrorRatio = 0;
    for (const auto& feeder : scenario.feeders) // used up, they would end a block
        if (feeder.settings.order == settings::FeederOrder::Once)
            block.feeders[feeder.name].order = settings::FeederOrder::Sequential;
    return block;
}

std::expected<Arms, Problems> armsOf(const Plan& plan)
{
    Arms arms;
    ArmSettings baseline;
    baseline.scenario = blockScenario(plan.baseline);
    baseline.arm.name = "baseline";
    arms.list.push_back(std::move(baseline));
    Problems problems;
    if (plan.kind == Kind::Try)
        addVariants(plan, arms, problems);
    else if (plan.kind != Kind::Find && checkFactors(plan, problems))
        plan.kind == Kind::Screen ? addDesign(plan, arms, problems) : addPoints(plan, arms, problems);
    if (problems.empty() && plan.kind == Kind::Sweep && arms.contrasts.empty())
        problems.push_back({std::string{optionOf(plan.kind)}, "", "has no value but the scenario's own",
                            "choose others"});
    if (!problems.empty())
        return std::unexpected(std::move(problems));
    return arms;
}

std::vector<Factor> usualFactors(const settings::Scenario& scenario)
{
    std::vector<Factor> factors;
    const bool isProxied = scenario.load.path != settings::LoadPath::Direct;
    for (const auto& section : settings::sections()) {
        const bool isStrategy = section.key == "pool" || section.key == "cache" || section.key == "compression";
        if (section.isRecordList || section.isWorkload || !isStrategy || !isProxied || isOff(scenario, section))
            continue;
        for (const auto& path : settings::allKnobs(scenario, section))
            if (path.knob->explored && factors.size() < analysis::mostFactors)
                if (auto factor = levelsOf(scenario, path))
                    factors.push_back(*std::move(factor));
    }
    return factors;
}

base::Result<Factor> parseFactor(std::string_view text)
{
    const auto equals = text.find('=');
    if (equals == text.npos)
        return std::unexpected(badFactor(text, "there is no ="));
    Factor factor{std::string{text.substr(0, equals)}, {}};
    const auto values = text.substr(equals + 1);
    const auto path = settings::findKnob(factor.key);
    if (!path)
        return std::unexpected(base::Error{base::Errc::InvalidScenario, settings::text(path.error())});
    if (isNumber(path->knob->kind) && values.find("..") != values.npos) {
        auto range = rangeValues(*path, text, values);
        if (!range)
            return std::unexpected(range.error());
        factor.values = *std::move(range);
        return factor;
    }
    for (const auto value : base::split(values, ',')) {
        const auto written = std::string{base::trimmed(value)};
        if (written.empty())
            return std::unexpected(badFactor(text, "a value is empty"));
        if (std::ranges::find(factor.values, written) == factor.values.end())
            factor.values.push_back(written);
    }
    return factor;
}

Contrast confirmingContrast(const Plan& plan, const Factor& factor, Arms& arms)
{
    Problems none;
    const auto at = [&](const std::string& level) {
        return armOf(withSettings(arms.list.front().scenario, {{factor.key, level}}, optionOf(plan.kind), none), arms);
    };
    const auto low = at(factor.values.front());
    const auto high = at(factor.values.back());
    return {low, high};
}

} // namespace weir::experiment
