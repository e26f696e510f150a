// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/media_type.h"

#include "core/base/strings.h"

#include <algorithm>

namespace weir::http {

std::string_view mediaType(std::string_view contentType)
{
    return base::trimmed(contentType.substr(0, contentType.find(';')));
}

// Greedy with one point of return: after a mismatch only the last * need take one character more.
static bool matchesGlob(std::string_view text, std::string_view pattern)
{
    std::size_t t = 0, p = 0, star = pattern.size(), resumed = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resumed = t;
        } else if (p < pattern.size() && base::lower(text[t]) == base::lower(pattern[p])) {
            ++t;
            ++p;
        } else if (star < pattern.size()) {
            p = star + 1;
            t = ++resumed;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

bool mediaTypeMatches(std::string_view contentType, std::string_view pattern)
{
    return matchesGlob(mediaType(contentType), base::trimmed(pattern));
}

bool mediaTypeMatches(std::string_view contentType, std::span<const std::string> patterns)
{
    return std::ranges::any_of(patterns, [&](const auto& pattern) { return mediaTypeMatches(contentType, pattern); });
}

} // namespace weir::http
