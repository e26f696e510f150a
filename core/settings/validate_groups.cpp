// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/validate.h"

#include "core/base/strings.h"
#include "core/settings/header_rules.h"
#include "core/settings/request_grammar.h"
#include "core/settings/value_names.h"

#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace weir::settings {

using Problems = std::vector<Problem>;

// Only what is the same in every request may stand in a group's header: it is made once, before the run.
static void checkHeader(const ValueNames& known, const std::string& key, const std::string& line, Problems& problems)
{
    const auto header = parseHeader(line);
    if (!header) {
        problems.push_back({key, line, header.error().context, "write it as Name: value"});
        return;
    }
    const auto pieces = splitTemplate(header->value);
    if (!pieces)
        problems.push_back({key, line, pieces.error().context, "write {{name}}"});
    for (const auto& piece : pieces ? *pieces : std::vector<TemplatePiece>{})
        if (piece.isVariable && !known.constants.contains(piece.text))
            problems.push_back({key, fmt::format("{{{{{}}}}}", piece.text), "is not among variables",
                                "add it there: a group's headers are the same in all of its requests"});
    if (const auto resolved = resolveEnvironment(header->value); !resolved)
        problems.push_back({key, line, resolved.error().context, "set the variable, or mend the reference"});
    else if (auto problem = checkField(known, key, line, *header))
        problems.push_back(*std::move(problem));
}

static bool isAddress(std::string_view text)
{
    const boost::urls::string_view view{text.data(), text.size()};
    return boost::urls::parse_ipv4_address(view) || boost::urls::parse_ipv6_address(view);
}

static void checkGroup(const Scenario& scenario, const ValueNames& known, const std::string& name,
                       const ClientGroupSettings& group, Problems& problems)
{
    for (const auto& line : group.headers)
        checkHeader(known, fmt::format("client_groups.{}.headers", name), line, problems);
    const auto key = fmt::format("client_groups.{}.source_address", name);
    if (!group.sourceAddress.empty() && !isAddress(group.sourceAddress))
        problems.push_back({key, group.sourceAddress, "is not an IP address", "write it as 127.0.0.2"});
    else if (!group.sourceAddress.empty() && scenario.load.path == LoadPath::InProcess)
        problems.push_back({key, group.sourceAddress,
                            "has no meaning on the path in_process, which has no client socket",
                            "choose load.path=listener or direct, or leave it empty"});
}

void validateGroups(const Scenario& scenario, Problems& problems)
{
    constexpr std::size_t most = 64;
    const auto& groups = scenario.clientGroups;
    if (groups.size() > most)
        problems.push_back({"client_groups", {}, "are more than 64", "leave some out"});
    if (!groups.empty() && std::ranges::all_of(groups, [](const auto& g) { return g.settings.weight == 0; }))
        problems.push_back({"client_groups", {}, "every group has the weight 0", "give one a weight above 0"});
    const ValueNames known{scenario};
    for (const auto& group : groups)
        checkGroup(scenario, known, group.name, group.settings, problems);
}

} // namespace weir::settings
