// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/threshold_lines.h"

#include "core/base/strings.h"

#include <fmt/format.h>

#include <array>

namespace weir::settings {

namespace json = boost::json;

static constexpr std::array<std::string_view, 5> members{"endpoint", "phase", "expr", "abort", "abort_after_s"};

static Problem wrong(std::string_view member, std::string reason, std::string remedy)
{
    return {"thresholds", std::string{member}, std::move(reason), std::move(remedy)};
}

static std::optional<Problem> unknownMember(const json::object& parts)
{
    const std::vector<std::string> known{members.begin(), members.end()};
    for (const auto& part : parts) {
        const std::string name{part.key()};
        if (std::ranges::find(known, name) != known.end())
            continue;
        const auto likely = base::nearest(name, known);
        return wrong(name, "is no part of a threshold",
                     likely ? fmt::format("did you mean {}?", *likely) : "use endpoint, phase, expr, abort");
    }
    return std::nullopt;
}

static std::expected<std::string, Problem> memberText(const json::object& parts, json::string_view name)
{
    const auto* found = parts.if_contains(name);
    if (found == nullptr)
        return std::string{};
    if (!found->is_string())
        return std::unexpected{wrong(std::string_view{name.data(), name.size()}, "is not a text", "give a text")};
    return std::string{found->get_string()};
}

static std::expected<std::string, Problem> abortOf(const json::object& parts)
{
    const auto* flag = parts.if_contains("abort");
    const auto* after = parts.if_contains("abort_after_s");
    if (flag != nullptr && !flag->is_bool())
        return std::unexpected{wrong("abort", "is not true or false", "give true or false")};
    if (after != nullptr && (!after->is_number() || after->to_number<double>() < 0))
        return std::unexpected{wrong("abort_after_s", "is not a number of seconds", "give 0 or more")};
    if (flag == nullptr || !flag->get_bool())
        return std::string{};
    return after ? fmt::format(" abort after {} s", after->to_number<double>()) : std::string{" abort"};
}

std::expected<std::string, Problem> thresholdLine(const json::object& parts)
{
    if (auto problem = unknownMember(parts))
        return std::unexpected{*std::move(problem)};
    const auto endpoint = memberText(parts, "endpoint");
    const auto phase = memberText(parts, "phase");
    const auto expr = memberText(parts, "expr");
    const auto abort = abortOf(parts);
    for (const auto* part : {&endpoint, &phase, &expr, &abort})
        if (!*part)
            return *part;
    if (expr->empty())
        return std::unexpected{wrong("expr", "is missing", "write a condition such as p(99)<50")};
    std::string line = *endpoint;
    if (!phase->empty())
        line += fmt::format("{}@{}", line.empty() ? "" : " ", *phase);
    return fmt::format("{}{}{}{}", line, line.empty() ? "" : ": ", *expr, *abort);
}

} // namespace weir::settings
