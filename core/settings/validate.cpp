// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/validate.h"

#include "core/base/strings.h"
#include "core/settings/request_grammar.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::settings {

// A scenario built by code has passed no check yet.
void validateValues(const Scenario& scenario, std::vector<Problem>& problems)
{
    for (const auto& path : allKnobs(scenario))
        if (auto problem = checkValue(path, value(scenario, path)))
            problems.push_back(std::move(*problem));
}

// RFC 9110, weight: at most three digits behind the point.
static bool isQuality(std::string_view text)
{
    const auto number = base::parseDouble(text);
    const bool plain = text.find_first_not_of("0123456789.") == text.npos;
    return number && plain && *number >= 0 && *number <= 1 && text.size() <= 5;
}

static bool isCoding(std::string_view element)
{
    const auto parts = base::split(element, ';');
    if (!isToken(parts.front()) || parts.size() > 2)
        return false;
    return parts.size() == 1
        || (base::equalsIgnoringCase(parts[1].substr(0, 2), "q=") && isQuality(parts[1].substr(2)));
}

static bool isMediaTypePattern(std::string_view pattern)
{
    const auto parts = base::split(pattern, '/');
    return pattern == "*" || (parts.size() == 2 && isToken(parts[0]) && isToken(parts[1]));
}

void validateCodings(const Scenario& scenario, std::vector<Problem>& problems)
{
    const auto& accepted = scenario.load.acceptEncoding;
    const auto codings = base::split(accepted, ',');
    if (!base::trimmed(accepted).empty() && !std::ranges::all_of(codings, isCoding))
        problems.push_back({"load.accept_encoding", accepted, "is not a list of codings",
                            "write codings with optional weights, such as gzip, br;q=0.5"});
    for (const auto& type : scenario.compression.types)
        if (!isMediaTypePattern(type))
            problems.push_back({"compression.types", type, "is not a media type",
                                "write type/subtype; * stands for any run of characters"});
}

std::vector<Problem> validate(const Scenario& scenario)
{
    std::vector<Problem> problems;
    validateValues(scenario, problems);
    validateTarget(scenario, problems);
    validateRequests(scenario, problems);
    validateWorkload(scenario, problems);
    validateCodings(scenario, problems);
    validateStages(scenario, problems);
    return problems;
}

} // namespace weir::settings
