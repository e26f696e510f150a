// SPDX-License-Identifier: GPL-3.0-or-later
// Values in a scenario by their path.
#include "core/settings/schema.h"

#include "core/base/strings.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::settings {

KnobValue defaultValue(const KnobPath& path)
{
    return path.knob->get(path.section->defaults());
}

KnobValue value(const Scenario& scenario, const KnobPath& path)
{
    const auto* settings = path.section->find(scenario, path.record);
    return settings == nullptr ? defaultValue(path) : path.knob->get(settings);
}

bool isDefault(const Scenario& scenario, const KnobPath& path)
{
    return value(scenario, path) == defaultValue(path);
}

std::optional<Problem> setValue(Scenario& scenario, const KnobPath& path, const KnobValue& value)
{
    if (auto problem = checkValue(path, value))
        return problem;
    auto* settings = path.section->edit(scenario, path.record);
    const auto* integer = std::get_if<std::int64_t>(&value);
    if (integer != nullptr && path.knob->kind == Kind::Real)
        path.knob->set(settings, static_cast<double>(*integer));
    else
        path.knob->set(settings, value);
    return std::nullopt;
}

// Setting the weight of `serach` must not add a request of that name to the mix.
static std::optional<Problem> checkRecord(const Scenario& scenario, const KnobPath& path)
{
    const auto& section = *path.section;
    if (section.find(scenario, path.record) != nullptr || path.knob->key == section.definedBy)
        return std::nullopt;
    Problem problem{path.key(), {}, fmt::format("there is no \"{}\" in {}", path.record, section.key), {}};
    if (const auto likely = base::nearest(path.record, section.records(scenario)))
        problem.remedy = fmt::format("did you mean {}? ", *likely);
    problem.remedy += fmt::format("To add it, set {}.{}.{} first", section.key, path.record, section.definedBy);
    return problem;
}

std::optional<Problem> setText(Scenario& scenario, std::string_view key, std::string_view text)
{
    const auto path = findKnob(key);
    if (!path)
        return path.error();
    if (auto problem = checkRecord(scenario, *path))
        return problem;
    const auto parsed = parseValue(*path, text);
    return parsed ? setValue(scenario, *path, *parsed) : parsed.error();
}

static void compare(std::vector<KnobChange>& found, const KnobPath& path, const Scenario& before, const Scenario& after)
{
    auto was = value(before, path);
    auto is = value(after, path);
    if (was != is)
        found.push_back(KnobChange{path, std::move(was), std::move(is)});
}

std::vector<KnobChange> changes(const Scenario& before, const Scenario& after)
{
    std::vector<KnobChange> found;
    std::vector<const Section*> differing;
    for (const auto& section : sections())
        if (!section.isSame(before, after))
            differing.push_back(&section);
    for (const auto* section : differing)
        for (const auto& path : allKnobs(after, *section))
            compare(found, path, before, after);
    for (const auto* section : differing)
        for (const auto& path : allKnobs(before, *section))
            if (section->find(after, path.record) == nullptr)
                compare(found, path, before, after);
    return found;
}

} // namespace weir::settings
