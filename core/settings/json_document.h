// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <boost/json/value.hpp>

namespace weir::settings {

// JSON as it was written: Boost's own parser keeps the last of several equal keys without a word, and reads doubles
// with an error of one unit in the last place.
struct JsonDocument {
    boost::json::value root;
    std::vector<std::string> duplicates; // full keys, "pool.max_connections"
};

// A Problem's key is "line 3, column 7".
std::expected<JsonDocument, Problem> parseJson(std::string_view text);

} // namespace weir::settings
