// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/strings.h"
#include "core/settings/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir::settings {

// Whether people put credentials into a header field or query parameter of that name. Short words must stand alone:
// `api_key` is one, `keyword` and `author` are not.
static bool namesCredential(std::string_view name)
{
    constexpr std::array<std::string_view, 9> parts{"authorization", "cookie",  "token",     "secret", "password",
                                                    "passwd",        "session", "signature", "apikey"};
    constexpr std::array<std::string_view, 4> words{"key", "auth", "sig", "pwd"};
    auto folded = base::lowered(name);
    if (std::ranges::any_of(parts, [&](auto part) { return folded.find(part) != folded.npos; }))
        return true;
    std::ranges::replace(folded, '-', '_');
    const auto found = base::split(folded, '_');
    return std::ranges::any_of(found, [&](auto word) { return std::ranges::find(words, word) != words.end(); });
}

// A reference says where the value is, not what it is; "Bearer ${TOKEN}" may be read by anyone.
static std::string redactedSecret(std::string_view value)
{
    return value.empty() || value.find("${") != value.npos ? std::string{value} : "***";
}

static std::string redactedHeader(std::string_view line)
{
    const auto colon = line.find(':');
    if (colon == line.npos || !namesCredential(line.substr(0, colon)))
        return std::string{line};
    return fmt::format("{}: {}", line.substr(0, colon), redactedSecret(base::trimmed(line.substr(colon + 1))));
}

static std::string redactedParameter(std::string_view parameter)
{
    const auto equals = parameter.find('=');
    if (equals == parameter.npos || !namesCredential(parameter.substr(0, equals)))
        return std::string{parameter};
    return fmt::format("{}={}", parameter.substr(0, equals), redactedSecret(parameter.substr(equals + 1)));
}

static std::string redactedUrl(std::string_view url)
{
    const auto query = url.find('?');
    std::string result{url.substr(0, query)};
    if (query == url.npos)
        return result;
    char separator = '?';
    for (const auto parameter : base::split(url.substr(query + 1), '&')) {
        result += separator + redactedParameter(parameter);
        separator = '&';
    }
    return result;
}

static std::string redacted(const KnobPath& path, const std::string& text)
{
    const auto& knob = *path.knob;
    if (knob.key == "headers")
        return redactedHeader(text);
    if (path.section->key == "variables")
        return namesCredential(path.record) ? redactedSecret(text) : text;
    if (path.section->key == "environments")
        return redactedParameter(text);
    return knob.key == "url" || knob.key == "urls" ? redactedUrl(text) : text;
}

KnobValue redactedValue(const KnobPath& path, const KnobValue& value)
{
    if (const auto* text = std::get_if<std::string>(&value))
        return redacted(path, *text);
    if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
        auto safe = *list;
        std::ranges::transform(safe, safe.begin(), [&](const auto& item) { return redacted(path, item); });
        return safe;
    }
    return value;
}

std::string redactedText(const KnobPath& path, const KnobValue& value)
{
    return valueText(redactedValue(path, value));
}

Scenario withoutCredentials(const Scenario& scenario)
{
    auto kept = scenario;
    for (const auto& path : allKnobs(scenario)) {
        const auto own = value(scenario, path);
        if (const auto safe = redactedValue(path, own); safe != own)
            setValue(kept, path, safe);
    }
    return kept;
}

} // namespace weir::settings
