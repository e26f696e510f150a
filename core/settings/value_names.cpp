// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/value_names.h"

#include "core/base/strings.h"
#include "core/settings/extract_grammar.h"
#include "core/settings/request_grammar.h"

#include <algorithm>

namespace weir::settings {

Variable parseAssignment(std::string_view line)
{
    const auto equals = line.find('=');
    const auto name = base::trimmed(line.substr(0, equals));
    if (equals == line.npos || !isVariableName(name))
        return {};
    return {std::string{name}, std::string{base::trimmed(line.substr(equals + 1))}};
}

static void put(std::vector<Variable>& variables, Variable variable)
{
    const auto at = std::ranges::find(variables, variable.name, &Variable::name);
    if (at == variables.end())
        variables.push_back(std::move(variable));
    else
        at->value = std::move(variable.value);
}

std::vector<Variable> effectiveVariables(const Scenario& scenario)
{
    std::vector<Variable> variables;
    for (const auto& record : scenario.variables)
        variables.push_back({record.name, record.settings.value});
    if (const auto* environment = scenario.environments.find(scenario.scenario.environment))
        for (const auto& line : environment->values)
            put(variables, parseAssignment(line));
    std::erase_if(variables, [](const auto& variable) { return variable.name.empty(); });
    return variables;
}

std::vector<std::string> extractedNames(const Records<RequestSettings>& requests)
{
    std::vector<std::string> names;
    for (const auto& record : requests)
        for (const auto& line : record.settings.extract)
            if (const auto extract = parseExtract(line))
                if (std::ranges::find(names, extract->name) == names.end())
                    names.emplace_back(extract->name);
    return names;
}

std::vector<std::string_view> templatesOf(const RequestSettings& request)
{
    std::vector<std::string_view> texts{request.url, request.body};
    texts.insert(texts.end(), request.headers.begin(), request.headers.end());
    return texts;
}

} // namespace weir::settings
