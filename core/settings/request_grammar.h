// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The small languages inside the texts of a request: `{{name}}`, `${NAME}`, `name=LOW..HIGH` and `Name: value`.
// Validation and the compiled requests read them here, so that they cannot disagree. Pure functions; results are views
// into their argument. An Error's context is a phrase that fits behind the text it is about: "has no colon".
namespace weir::settings {

// RFC 9110 `token`: what methods, field names and codings are made of.
bool isToken(std::string_view text);

// `page`, `user_id`: a letter or underscore, then also digits.
bool isVariableName(std::string_view text);

// Values drawn uniformly from LOW to HIGH, both included.
struct VaryRange {
    std::string_view name;
    std::int64_t low = 0;
    std::int64_t high = 0;

    bool operator==(const VaryRange&) const = default;
};
base::Result<VaryRange> parseVary(std::string_view line);

struct HeaderLine {
    std::string_view name;
    std::string_view value; // blanks at its ends are gone

    bool operator==(const HeaderLine&) const = default;
};
base::Result<HeaderLine> parseHeader(std::string_view line);

// A stretch of text as it stands, or the name of a variable in its place.
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
