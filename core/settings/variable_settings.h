// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::settings {

// A constant of the scenario: the record `variables.NAME`, written {{NAME}} in requests.
struct VariableSettings {
    std::string value;

    bool operator==(const VariableSettings&) const = default;
};

template <>
struct Schema<VariableSettings> {
    static constexpr std::string_view key = "variables";
    static constexpr std::string_view label = "Variables";
    static constexpr std::string_view help = "Constants that paths, headers and bodies name as {{NAME}}.";
    static constexpr std::string_view definedBy = "value";
    static constexpr bool isWorkload = true;
    static constexpr std::array knobs{
        knob<&VariableSettings::value>({.key = "value",
                                        .label = "Value",
                                        .help = "The text in the place of {{NAME}}. ${NAME} in it is taken from the "
                                                "environment and never written to a file or report."}),
    };
};
static_assert(isComplete<VariableSettings>, "a member of VariableSettings has no knob row");

// Other values for the variables: the record `environments.NAME`, such as one for staging.
struct EnvironmentSettings {
    std::vector<std::string> values;

    bool operator==(const EnvironmentSettings&) const = default;
};

template <>
struct Schema<EnvironmentSettings> {
    static constexpr std::string_view key = "environments";
    static constexpr std::string_view label = "Environments";
    static constexpr std::string_view help = "Named sets of values that take the place of the variables' own.";
    static constexpr std::string_view definedBy = "values";
    static constexpr bool isWorkload = true;
    static constexpr std::array knobs{
        knob<&EnvironmentSettings::values>({.key = "values",
                                            .label = "Values",
                                            .help = "Lines such as tenant=acme or token=${STAGING_TOKEN}. They hold "
                                                    "when the scenario's environment names this set."}),
    };
};
static_assert(isComplete<EnvironmentSettings>, "a member of EnvironmentSettings has no knob row");

} // namespace weir::settings
