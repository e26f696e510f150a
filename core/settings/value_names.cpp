// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/value_names.h"

#include "core/base/strings.h"
#include "core/settings/extract_grammar.h"
#include "core/settings/request_grammar.h"

namespace weir::settings {

Variable parseAssignment(std::string_view line)
{
    const auto equals = line.find('=');
    const auto name = base::trimmed(line.substr(0, equals));
    if (equals == line.npos || !isVariableName(name))
        return {};
    return {std::string{name}, std::string{base::trimmed(line.substr(equals + 1))}};
}

std::vector<Variable> effectiveVariables(const Scenario& scenario)
{
    Records<std::string> values;
    for (const auto& record : scenario.variables)
        values[record.name] = record.settings.value;
    if (const auto* environment = scenario.environments.find(scenario.scenario.environment))
        for (const auto& line : environment->values) {
            auto variable = parseAssignment(line);
            values[variable.name] = std::move(variable.value);
        }
    std::vector<Variable> variables;
    for (const auto& record : values)
        if (!record.name.empty())
            variables.push_back({record.name, record.settings});
    return variables;
}

std::vector<std::string> extractedNames(const Records<RequestSettings>& requests)
{
    std::vector<std::string> names;
    std::set<std::string, std::less<>> known;
    for (const auto& record : requests)
        for (const auto& line : record.settings.extract)
            if (const auto extract = parseExtract(line))
                if (known.emplace(extract->name).second)
                    names.emplace_back(extract->name);
    return names;
}

ValueNames::ValueNames(const Scenario& scenario)
{
    for (auto& variable : effectiveVariables(scenario))
        constants.emplace(std::move(variable.name), std::move(variable.value));
    for (auto& name : extractedNames(scenario.requests))
        extracted.insert(std::move(name));
}

std::vector<std::string_view> templatesOf(const RequestSettings& request)
{
    std::vector<std::string_view> texts{request.url, request.body};
    texts.insert(texts.end(), request.headers.begin(), request.headers.end());
    return texts;
}

} // namespace weir::settings
