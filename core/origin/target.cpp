// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/target.h"

#include "core/base/strings.h"

#include <charconv>
#include <limits>

namespace weir::origin {

namespace {

std::string_view upTo(std::string_view text, char separator)
{
    return text.substr(0, text.find(separator));
}

void dropThrough(std::string_view& text, std::size_t length)
{
    text.remove_prefix(std::min(text.size(), length + 1));
}

std::string percentDecoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned char byte = 0;
        const bool escaped = text[i] == '%' && i + 2 < text.size()
            && std::from_chars(&text[i + 1], &text[i + 1] + 2, byte, 16).ptr == &text[i + 1] + 2;
        decoded += escaped ? static_cast<char>(byte) : text[i] == '+' ? ' ' : text[i];
        i += escaped ? 2 : 0;
    }
    return decoded;
}

} // namespace

Target parseTarget(std::string_view text)
{
    Target target;
    auto path = upTo(text, '?');
    target.query = text.substr(std::min(text.size(), path.size() + 1));
    if (path.starts_with('/'))
        path.remove_prefix(1);
    while (!path.empty() && target.count <= Target::maxSegments) {
        const auto segment = upTo(path, '/');
        if (target.count < Target::maxSegments)
            target.segments[target.count] = segment;
        ++target.count;
        dropThrough(path, segment.size());
    }
    return target;
}

std::optional<std::string> queryValue(std::string_view query, std::string_view name)
{
    while (!query.empty()) {
        const auto pair = upTo(query, '&');
        const auto key = upTo(pair, '=');
        if (key == name)
            return percentDecoded(pair.substr(std::min(pair.size(), key.size() + 1)));
        dropThrough(query, pair.size());
    }
    return std::nullopt;
}

std::optional<int> positiveNumber(std::string_view text)
{
    const auto number = base::parseInteger(text);
    if (!number || *number < 1 || *number > std::numeric_limits<int>::max())
        return std::nullopt;
    return static_cast<int>(*number);
}

} // namespace weir::origin
