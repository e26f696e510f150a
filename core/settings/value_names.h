// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/scenario.h"

#include <map>
#include <set>

// What {{name}} can stand for beyond a request's own `vary`: constants of the scenario, and what replies of a flow's
// earlier steps gave. Validation and the compiled requests both ask here.
namespace weir::settings {

struct Variable {
    std::string name;
    std::string value; // references to the environment as written

    bool operator==(const Variable&) const = default;
};

// "tenant=acme"; the name is empty where the line is not of that form.
Variable parseAssignment(std::string_view line);

// The variables, with the values of the environment that the scenario names.
std::vector<Variable> effectiveVariables(const Scenario& scenario);

// The names that any request extracts, each once.
std::vector<std::string> extractedNames(const Records<RequestSettings>& requests);

// Both, for who asks for many names.
struct ValueNames {
    explicit ValueNames(const Scenario& scenario);

    std::map<std::string, std::string, std::less<>> constants; // with their values
    std::set<std::string, std::less<>> extracted;
};

// The texts of a request in which {{name}} is filled in: path, header lines and body.
std::vector<std::string_view> templatesOf(const RequestSettings& request);

} // namespace weir::settings
