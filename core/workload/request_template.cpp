// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/request_template.h"

#include "core/settings/request_grammar.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace weir::workload {

using base::Errc;
using base::fail;

base::Result<RequestTemplate> RequestTemplate::compile(const settings::RequestSettings& settings)
{
    RequestTemplate made;
    made.m_method = settings.method;
    made.m_weight = settings.weight;
    for (const auto& line : settings.vary)
        if (auto declared = made.declare(line); !declared)
            return std::unexpected{declared.error()};
    for (const auto& line : settings.headers)
        if (auto added = made.addHeader(line); !added)
            return std::unexpected{added.error()};
    auto target = made.compileText(settings.url, false);
    auto body = made.compileText(settings.body, false);
    if (!target || !body)
        return std::unexpected{!target ? target.error() : body.error()};
    made.m_target = std::move(*target);
    made.m_body = std::move(*body);
    return made;
}

base::Status RequestTemplate::declare(const std::string& line)
{
    const auto range = settings::parseVary(line);
    if (!range)
        return fail(Errc::InvalidScenario, fmt::format("vary \"{}\" {}", line, range.error().context));
    Variable variable;
    variable.name = range->name;
    variable.low = range->low;
    variable.high = range->high;
    m_variables.push_back(std::move(variable));
    return {};
}

base::Status RequestTemplate::addHeader(const std::string& line)
{
    const auto header = settings::parseHeader(line);
    if (!header)
        return fail(Errc::InvalidScenario, fmt::format("Header \"{}\" {}", line, header.error().context));
    auto value = compileText(header->value, true);
    if (!value)
        return std::unexpected{value.error()};
    m_headers.push_back({std::string{header->name}, std::move(*value)});
    return {};
}

// Resolves piece by piece, so that a secret with {{ in it is sent as it is.
base::Result<RequestTemplate::Pieces> RequestTemplate::compileText(std::string_view text, bool resolves) const
{
    const auto split = settings::splitTemplate(text);
    if (!split)
        return fail(Errc::InvalidScenario, fmt::format("\"{}\" {}", text, split.error().context));
    Pieces pieces;
    for (const auto& piece : *split) {
        auto compiled = piece.isVariable ? compileVariable(piece.text) : Piece{std::string{piece.text}, -1};
        if (!compiled)
            return std::unexpected{compiled.error()};
        if (resolves && !piece.isVariable) {
            auto resolved = settings::resolveEnvironment(piece.text);
            if (!resolved)
                return fail(Errc::InvalidScenario, fmt::format("\"{}\" {}", text, resolved.error().context));
            compiled->literal = std::move(*resolved);
        }
        pieces.push_back(std::move(*compiled));
    }
    return pieces;
}

base::Result<RequestTemplate::Piece> RequestTemplate::compileVariable(std::string_view name) const
{
    const auto at = std::ranges::find(m_variables, name, &Variable::name);
    if (at == m_variables.end())
        return fail(Errc::InvalidScenario, fmt::format("{{{{{}}}}} is not declared in vary", name));
    return Piece{{}, static_cast<int>(at - m_variables.begin())};
}

void RequestTemplate::fill(base::Random& random, RequestText& out)
{
    draw(random);
    out.method = m_method;
    render(m_target, out.target);
    out.headers.resize(m_headers.size());
    for (std::size_t i = 0; i < m_headers.size(); ++i) {
        out.headers[i].first = m_headers[i].name;
        render(m_headers[i].value, out.headers[i].second);
    }
    render(m_body, out.body);
}

void RequestTemplate::draw(base::Random& random)
{
    for (auto& variable : m_variables) {
        auto& digits = variable.digits;
        const auto value = random.between(variable.low, variable.high);
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        variable.length = static_cast<std::size_t>(end - digits.data());
    }
}

void RequestTemplate::render(const Pieces& pieces, std::string& out) const
{
    out.clear();
    for (const auto& piece : pieces) {
        if (piece.variable < 0) {
            out += piece.literal;
            continue;
        }
        const auto& variable = m_variables[static_cast<std::size_t>(piece.variable)];
        out.append(variable.digits.data(), variable.length);
    }
}

} // namespace weir::workload
