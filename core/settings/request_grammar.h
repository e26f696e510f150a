// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The small languages inside the texts of a request: `{{name}}`, `${NAME}` and `Name: value` (vary_grammar.h,
// check_grammar.h and extract_grammar.h have those of its other lines).
// Validation and the compiled requests read them here, so that they cannot disagree. Pure functions; results are views
// into their argument. An Error's context is a phrase that fits behind the text it is about: "has no colon".
namespace weir::settings {

// RFC 9110 `token`: what methods, field names and codings are made of.
bool isToken(std::string_view text);

// `page`, `user_id`: a letter or underscore, then also digits.
bool isVariableName(std::string_view text);

// `users.email`: a feeder's name, and a column of its file, which may be any printable text without braces.
struct ColumnName {
    std::string_view feeder;
    std::string_view column;

    bool operator==(const ColumnName&) const = default;
};
std::optional<ColumnName> parseColumnName(std::string_view text);

struct HeaderLine {
    std::string_view name;
    std::string_view value; // blanks at its ends are gone
    // `Name:`, as curl has it: no field of that name is sent, not even the one that is by default. `Name;` sends one
    // without a value.
    bool isLeftOut = false;

    bool operator==(const HeaderLine&) const = default;
};
base::Result<HeaderLine> parseHeader(std::string_view line);

// A stretch of text as it stands, or the name of a value in its place: `id`, or a column as in `users.email`.
struct TemplatePiece {
    std::string_view text;
    bool isVariable = false;

    bool operator==(const TemplatePiece&) const = default;
};
base::Result<std::vector<TemplatePiece>> splitTemplate(std::string_view text);

// `text` with every ${NAME} replaced by that environment variable. NotFound where one is not set, InvalidSyntax where
// a reference is not closed, InvalidArgument where the value could break out of a header line. The result may be a
// secret: it belongs into requests and nowhere else.
base::Result<std::string> resolveEnvironment(std::string_view text);

} // namespace weir::settings
