// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/targeted_control.h"

#include "core/cache/structured_dictionary.h"

namespace weir::cache {

std::optional<http::CacheControl> parseTargetedControl(std::string_view dictionary)
{
    const auto members = parseDictionary(dictionary);
    if (!members || members->empty())
        return std::nullopt;
    http::CacheControl control;
    for (const DictionaryMember& member : *members) {
        if (member.value == "?1")
            http::applyDirective(control, member.name, std::nullopt);
        else if (member.value != "?0")
            http::applyDirective(control, member.name, member.value);
    }
    return control;
}

} // namespace weir::cache
