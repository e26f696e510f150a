// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/request_template.h"

#include "core/base/strings.h"
#include "core/settings/request_grammar.h"
#include "core/uri/percent.h"
#include "core/workload/rendering.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace weir::workload {

using base::Errc;
using base::fail;

base::Result<RequestTemplate> RequestTemplate::compile(const settings::RequestSettings& settings, const Scope& scope)
{
    RequestTemplate made;
    made.m_method = settings.method;
    made.m_weight = settings.weight;
    for (const auto& line : settings.vary)
        if (auto declared = made.declare(line, scope); !declared)
            return std::unexpected{declared.error()};
    made.m_varies = !made.m_variables.empty();
    for (const auto& line : settings.headers)
        if (auto added = made.addHeader(line, scope); !added)
            return std::unexpected{added.error()};
    auto target = made.compileText(uri::trimmed(settings.url), scope, Place::Url);
    auto body = made.compileText(settings.body, scope, Place::Body);
    if (!target || !body)
        return std::unexpected{!target ? target.error() : body.error()};
    made.m_target = std::move(*target);
    made.m_body = std::move(*body);
    if (const auto file = scope.bodies.find(settings.bodyFile); file != scope.bodies.end())
        made.m_fileBody = file->second;
    return made;
}

base::Status RequestTemplate::declare(const std::string& line, const Scope& scope)
{
    const auto range = settings::parseVary(line);
    if (!range)
        return fail(Errc::InvalidScenario, fmt::format("vary \"{}\" {}", line, range.error().context));
    m_variables.push_back({std::string{range->name}, Keys{*range, scope.workers}});
    return {};
}

base::Status RequestTemplate::addHeader(const std::string& line, const Scope& scope)
{
    const auto header = settings::parseHeader(line);
    if (!header)
        return fail(Errc::InvalidScenario, fmt::format("Header \"{}\" {}", line, header.error().context));
    if (header->isLeftOut) {
        m_leftOut.emplace_back(header->name);
        return {};
    }
    auto value = compileText(header->value, scope, Place::Header);
    if (!value)
        return std::unexpected{value.error()};
    m_headers.push_back({std::string{header->name}, std::move(*value)});
    return {};
}

bool RequestTemplate::leavesOut(std::string_view field) const
{
    return std::ranges::any_of(m_leftOut, [&](const auto& name) { return base::equalsIgnoringCase(name, field); });
}

// Resolves piece by piece, so that a secret with {{ in it is sent as it is. In a URL what is fixed is encoded here,
// once; behind a "#" nothing of it is sent.
base::Result<RequestTemplate::Pieces> RequestTemplate::compileText(std::string_view text, const Scope& scope,
                                                                   Place place)
{
    const auto split = settings::splitTemplate(text);
    if (!split)
        return fail(Errc::InvalidScenario, fmt::format("\"{}\" {}", text, split.error().context));
    Pieces pieces;
    uri::TargetWriter url;
    for (const auto& piece : *split) {
        if (url.isEnded())
            break;
        auto compiled = piece.isVariable ? compileVariable(piece.text, scope) : Piece{std::string{piece.text}};
        if (!compiled)
            return std::unexpected{compiled.error()};
        if (place == Place::Url && compiled->source == Source::Literal) {
            const auto written = std::exchange(compiled->literal, {});
            piece.isVariable ? url.appendValue(compiled->literal, written) : url.appendText(compiled->literal, written);
        } else if (place == Place::Header && !piece.isVariable) {
            auto resolved = settings::resolveEnvironment(piece.text);
            if (!resolved)
                return fail(Errc::InvalidScenario, fmt::format("\"{}\" {}", text, resolved.error().context));
            compiled->literal = std::move(*resolved);
        }
        m_varies = m_varies || compiled->source != Source::Literal;
        pieces.push_back(std::move(*compiled));
    }
    return pieces;
}

// The nearest declaration holds: the request's own values, then what a flow carries, then the scenario's constants.
base::Result<RequestTemplate::Piece> RequestTemplate::compileVariable(std::string_view name, const Scope& scope)
{
    const auto drawn = std::ranges::find(m_variables, name, &Variable::name);
    if (drawn != m_variables.end())
        return Piece{{}, Source::Drawn, static_cast<std::size_t>(drawn - m_variables.begin())};
    if (const auto at = scope.carriedAt(name))
        return Piece{{}, Source::Carried, *at};
    if (const auto at = scope.constantAt(name))
        return Piece{scope.constants[*at].value};
    return compileColumn(name, scope);
}

base::Result<RequestTemplate::Piece> RequestTemplate::compileColumn(std::string_view name, const Scope& scope)
{
    const auto column = settings::parseColumnName(name);
    const auto feeder = column ? std::ranges::find(scope.feeders, column->feeder, &Scope::Feeder::name)
                               : scope.feeders.end();
    const auto at = feeder != scope.feeders.end() ? feeder->table->column(column->column) : std::nullopt;
    if (!at)
        return fail(Errc::InvalidScenario, fmt::format("{{{{{}}}}} is not declared in vary", name));
    const auto index = static_cast<std::size_t>(feeder - scope.feeders.begin());
    if (std::ranges::find(m_feeders, index) == m_feeders.end())
        m_feeders.push_back(index);
    return Piece{{}, Source::Column, index, *at, feeder->table};
}

void RequestTemplate::fill(const FillFrom& from, RequestText& out)
{
    draw(from);
    out.method = m_method;
    render(m_target, Place::Url, from.user, out.target);
    out.headers.resize(m_headers.size());
    for (std::size_t i = 0; i < m_headers.size(); ++i) {
        out.headers[i].first = m_headers[i].name;
        render(m_headers[i].value, Place::Header, from.user, out.headers[i].second);
    }
    render(m_body, Place::Body, from.user, out.body);
}

void RequestTemplate::draw(const FillFrom& from)
{
    for (auto& variable : m_variables) {
        auto& digits = variable.digits;
        const auto value = variable.keys.next(from.random, from.elapsed);
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        variable.length = static_cast<std::size_t>(end - digits.data());
    }
}

std::string_view RequestTemplate::valueOf(const Piece& piece, const UserValues& user) const
{
    switch (piece.source) {
    case Source::Literal: break;
    case Source::Drawn: {
        const auto& variable = m_variables[piece.index];
        return {variable.digits.data(), variable.length};
    }
    case Source::Column: return piece.table->cell(user.rows[piece.index], piece.column);
    case Source::Carried: return user.carried[piece.index];
    }
    return piece.literal;
}

void RequestTemplate::render(const Pieces& pieces, Place place, const UserValues& user, std::string& out) const
{
    out.clear();
    for (const auto& piece : pieces) {
        const auto value = valueOf(piece, user);
        const bool isForeign = piece.source == Source::Column || piece.source == Source::Carried;
        if (isForeign && place == Place::Url)
            appendToUrl(out, value);
        else if (isForeign && place == Place::Header)
            appendToHeader(out, value);
        else
            out += value;
    }
}

} // namespace weir::workload
