// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string_view>

namespace weir::settings {

enum class ExtractFrom { Json, Header, Regex };

// One line of `extract`: what a flow's later steps take from this reply.
//     token = json /auth/token       csrf = header X-CSRF       id = regex "id":(\d+)
struct ExtractLine {
    std::string_view name; // {{name}}
    ExtractFrom from = ExtractFrom::Json;
    std::string_view what; // the JSON pointer, field name or pattern

    bool operator==(const ExtractLine&) const = default;
};

// Views into the line. The error's context is a phrase that fits behind it.
base::Result<ExtractLine> parseExtract(std::string_view line);

} // namespace weir::settings
