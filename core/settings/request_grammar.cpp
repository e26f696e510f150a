// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/request_grammar.h"

#include "core/base/strings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace weir::settings {

using base::Errc;
using base::fail;

static bool isLetter(char c)
{
    return base::lower(c) >= 'a' && base::lower(c) <= 'z';
}

static bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isToken(std::string_view text)
{
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty()
        && std::ranges::all_of(text, [&](char c) { return isLetter(c) || isDigit(c) || marks.find(c) != marks.npos; });
}

bool isVariableName(std::string_view text)
{
    return !text.empty() && !isDigit(text.front())
        && std::ranges::all_of(text, [](char c) { return isLetter(c) || isDigit(c) || c == '_'; });
}

static bool isControl(char c)
{
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

std::optional<ColumnName> parseColumnName(std::string_view text)
{
    const auto dot = text.find('.');
    if (dot == text.npos)
        return std::nullopt;
    const ColumnName name{text.substr(0, dot), text.substr(dot + 1)};
    const auto fits = [](char c) { return !isControl(c) && c != '{' && c != '}'; };
    if (!isVariableName(name.feeder) || name.column.empty() || !std::ranges::all_of(name.column, fits))
        return std::nullopt;
    return name;
}

base::Result<HeaderLine> parseHeader(std::string_view line)
{
    const auto colon = line.find(':');
    if (colon == line.npos && line.ends_with(';') && isToken(line.substr(0, line.size() - 1)))
        return HeaderLine{line.substr(0, line.size() - 1), {}};
    if (colon == line.npos)
        return fail(Errc::InvalidSyntax, "has no colon");
    const auto name = line.substr(0, colon);
    if (!isToken(name))
        return fail(Errc::InvalidSyntax, fmt::format("has \"{}\" before the colon, which is no field name", name));
    if (std::ranges::any_of(line, isControl))
        return fail(Errc::InvalidSyntax, "contains a line break or another control character");
    const auto value = base::trimmed(line.substr(colon + 1));
    return HeaderLine{name, value, value.empty()};
}

static void appendLiteral(std::vector<TemplatePiece>& pieces, std::string_view text)
{
    if (!text.empty())
        pieces.push_back({text, false});
}

base::Result<std::vector<TemplatePiece>> splitTemplate(std::string_view text)
{
    std::vector<TemplatePiece> pieces;
    for (;;) {
        const auto open = text.find("{{");
        appendLiteral(pieces, text.substr(0, open));
        if (open == text.npos)
            return pieces;
        const auto close = text.find("}}", open);
        if (close == text.npos)
            return fail(Errc::InvalidSyntax, "opens {{ without closing it");
        const auto name = base::trimmed(text.substr(open + 2, close - open - 2));
        if (!isVariableName(name) && !parseColumnName(name))
            return fail(Errc::InvalidSyntax, fmt::format("has {{{{{}}}}}, which is no name of a value", name));
        pieces.push_back({name, true});
        text.remove_prefix(close + 2);
    }
}

static base::Result<std::string> environmentValue(const std::string& name)
{
    const char* found = std::getenv(name.c_str());
    if (found == nullptr)
        return fail(Errc::NotFound, fmt::format("refers to the environment variable {}, which is not set", name));
    std::string value{found};
    if (std::ranges::any_of(value, isControl))
        return fail(Errc::InvalidArgument,
                    fmt::format("refers to {}, whose value holds a line break or another control character", name));
    return value;
}

base::Result<std::string> resolveEnvironment(std::string_view text)
{
    std::string resolved;
    for (;;) {
        const auto open = text.find("${");
        resolved += text.substr(0, open);
        if (open == text.npos)
            return resolved;
        const auto close = text.find('}', open);
        const std::string name{text.substr(open + 2, close == text.npos ? close : close - open - 2)};
        if (close == text.npos || !isVariableName(name))
            return fail(Errc::InvalidSyntax,
                        fmt::format("has ${{{}, which is no reference of the form ${{NAME}}", name));
        const auto value = environmentValue(name);
        if (!value)
            return value;
        resolved += *value;
        text.remove_prefix(close + 1);
    }
}

} // namespace weir::settings
