// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/extract_grammar.h"

#include "core/base/strings.h"
#include "core/settings/pattern.h"
#include "core/settings/pointer.h"
#include "core/settings/request_grammar.h"

#include <fmt/format.h>

namespace weir::settings {

using base::Errc;
using base::fail;

static base::Status checkWhat(const ExtractLine& line)
{
    if (line.from == ExtractFrom::Json && !isPointer(line.what))
        return fail(Errc::InvalidSyntax, fmt::format("has \"{}\", which is no JSON pointer", line.what));
    if (line.from == ExtractFrom::Header && !isToken(line.what))
        return fail(Errc::InvalidSyntax, fmt::format("has \"{}\", which is no field name", line.what));
    if (line.from != ExtractFrom::Regex)
        return {};
    if (line.what.empty())
        return fail(Errc::InvalidSyntax, "has no pattern behind regex");
    const auto pattern = Pattern::compile(line.what);
    return pattern ? base::Status{} : std::unexpected{pattern.error()};
}

base::Result<ExtractLine> parseExtract(std::string_view text)
{
    const auto equals = text.find('=');
    if (equals == text.npos)
        return fail(Errc::InvalidSyntax, "has no =");
    ExtractLine line;
    line.name = base::trimmed(text.substr(0, equals));
    if (!isVariableName(line.name))
        return fail(Errc::InvalidSyntax,
                    fmt::format("has the name \"{}\", which is not letters, digits and _", line.name));
    const auto source = base::trimmed(text.substr(equals + 1));
    const auto blank = std::min(source.find(' '), source.size());
    const auto word = source.substr(0, blank);
    line.what = base::trimmed(source.substr(blank));
    if (word == "json")
        line.from = ExtractFrom::Json;
    else if (word == "header")
        line.from = ExtractFrom::Header;
    else if (word == "regex")
        line.from = ExtractFrom::Regex;
    else
        return fail(Errc::InvalidSyntax, fmt::format("takes it from \"{}\", which is not json, header or regex", word));
    if (auto checked = checkWhat(line); !checked)
        return std::unexpected{checked.error()};
    return line;
}

} // namespace weir::settings
