// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace weir::cache {

// A member of a dictionary of structured fields (RFC 8941, section 3.2), without its parameters. Views into the text.
struct DictionaryMember {
    std::string_view name;
    std::string_view value; // as written; "?1" where there was none

    bool operator==(const DictionaryMember&) const = default;
};

// Nothing when any of it is malformed. Of a name given twice the last counts.
std::optional<std::vector<DictionaryMember>> parseDictionary(std::string_view text);

} // namespace weir::cache
