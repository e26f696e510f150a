// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a Content-Type and, behind a line's end, a pattern of media types. A table of all prefixes says as well which
// patterns fit.
#include "core/http/media_type.h"

#include "core/base/strings.h"

#include <cstdint>
#include <cstdlib>
#include <vector>

using namespace weir;

static void require(bool holds)
{
    if (!holds)
        std::abort();
}

// fits[p]: whether the text so far fits the first p characters of the pattern.
static bool fitsByTable(std::string_view text, std::string_view pattern)
{
    std::vector<bool> fits(pattern.size() + 1);
    fits[0] = true;
    for (std::size_t p = 0; p < pattern.size() && pattern[p] == '*'; ++p)
        fits[p + 1] = true;
    for (const char c : text) {
        std::vector<bool> next(pattern.size() + 1);
        for (std::size_t p = 0; p < pattern.size(); ++p)
            next[p + 1] = pattern[p] == '*' ? next[p] || fits[p + 1] : fits[p] && pattern[p] == c;
        fits = std::move(next);
    }
    return fits.back();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto end = std::min(text.find('\n'), size);
    const auto contentType = text.substr(0, end);
    const auto pattern = text.substr(std::min(end + 1, size));
    const auto type = http::mediaType(contentType);
    require(type.find(';') == type.npos && http::mediaType(type) == type);
    const bool fits = http::mediaTypeMatches(contentType, pattern);
    require(fits == fitsByTable(base::lowered(type), base::lowered(base::trimmed(pattern))));
    require(http::mediaTypeMatches(contentType, "*") && http::mediaTypeMatches(contentType, type));
    const std::string longer = std::string(type) + "; charset=utf-8";
    require(http::mediaTypeMatches(longer, pattern) == fits);
    return 0;
}
