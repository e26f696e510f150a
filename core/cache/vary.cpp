// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/vary.h"

#include "core/base/strings.h"

#include <algorithm>

namespace weir::cache {

using base::trimmed;

bool variesOnEverything(const http::HeaderMap& response)
{
    return response.listContains("Vary", "*");
}

// Several lines of one field mean the same as one line with a list, blanks at the ends mean nothing.
static std::optional<std::string> combined(const http::HeaderMap& request, std::string_view name)
{
    std::optional<std::string> text;
    request.forEach(name, [&](std::string_view value) {
        text = text ? *text + ", " : std::string{};
        text->append(trimmed(value));
    });
    return text;
}

static void addField(VaryKey& key, std::string name, const http::HeaderMap& request)
{
    const auto place = std::ranges::lower_bound(key.fields, name, {}, &VaryField::name);
    if (place != key.fields.end() && place->name == name)
        return;
    auto value = combined(request, name);
    key.fields.insert(place, VaryField{std::move(name), std::move(value)});
}

VaryKey makeVaryKey(const http::HeaderMap& response, const http::HeaderMap& request, bool ignoreCoding)
{
    VaryKey key;
    key.matchesNothing = variesOnEverything(response);
    response.forEach("Vary", [&](std::string_view list) {
        for (const std::string_view member : base::split(list, ',')) {
            std::string name = base::lowered(member);
            if (!name.empty() && name != "*" && !(ignoreCoding && name == "accept-encoding"))
                addField(key, std::move(name), request);
        }
    });
    return key;
}

static bool matchesField(const VaryField& field, const http::HeaderMap& request)
{
    const auto first = request.get(field.name);
    if (!first || !field.value)
        return first.has_value() == field.value.has_value();
    if (request.count(field.name) > 1)
        return combined(request, field.name) == field.value;
    return trimmed(*first) == *field.value;
}

bool matches(const VaryKey& key, const http::HeaderMap& request)
{
    return !key.matchesNothing
        && std::ranges::all_of(key.fields, [&](const VaryField& field) { return matchesField(field, request); });
}

} // namespace weir::cache
