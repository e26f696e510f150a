// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/extraction.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::workload {

base::Result<Extraction> Extraction::compile(const std::string& line, const Scope& scope)
{
    const auto parsed = settings::parseExtract(line);
    if (!parsed)
        return base::fail(base::Errc::InvalidScenario, fmt::format("extract \"{}\" {}", line, parsed.error().context));
    const auto at = scope.carriedAt(parsed->name);
    if (!at)
        return base::fail(base::Errc::Internal, fmt::format("nobody carries {}", parsed->name));
    Extraction extraction;
    extraction.m_text = line;
    extraction.m_index = *at;
    extraction.m_from = parsed->from;
    extraction.m_what = parsed->what;
    if (parsed->from == settings::ExtractFrom::Regex)
        extraction.m_pattern = *settings::Pattern::compile(parsed->what);
    return extraction;
}

bool Extraction::take(Reply& reply, UserValues& user) const
{
    auto found = find(reply);
    if (!found)
        return false;
    user.carried[m_index] = *std::move(found);
    return true;
}

std::optional<std::string> Extraction::find(Reply& reply) const
{
    switch (m_from) {
    case settings::ExtractFrom::Json: {
        const auto* value = reply.at(m_what);
        return value ? std::optional{textOf(*value)} : std::nullopt;
    }
    case settings::ExtractFrom::Header: {
        const auto value = reply.headers().get(m_what);
        return value ? std::optional<std::string>{*value} : std::nullopt;
    }
    case settings::ExtractFrom::Regex: break;
    }
    const auto found = reply.body() ? m_pattern->search(*reply.body()) : std::optional<std::string_view>{};
    return found && *found ? std::optional<std::string>{**found} : std::nullopt;
}

} // namespace weir::workload
