// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/strings.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace weir::base {

bool equalsIgnoringCaseOfSize(const char* a, const char* b, std::size_t size)
{
    // Names are nearly always written alike.
    return std::memcmp(a, b, size) == 0
        || std::equal(a, a + size, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string lowered(std::string_view text)
{
    std::string result{text};
    std::ranges::transform(result, result.begin(), lower);
    return result;
}

std::string_view trimmed(std::string_view text)
{
    const auto isBlank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (std::size_t from = 0;;) {
        const auto to = text.find(separator, from);
        parts.push_back(trimmed(text.substr(from, to == std::string_view::npos ? to : to - from)));
        if (to == std::string_view::npos)
            return parts;
        from = to + 1;
    }
}

template <typename Number>
static std::optional<Number> parseNumber(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

std::optional<double> parseDouble(std::string_view text)
{
    return parseNumber<double>(text);
}

std::optional<long long> parseInteger(std::string_view text)
{
    return parseNumber<long long>(text);
}

// Optimal string alignment, three rolling rows.
static std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        previous[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t cost = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
            current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                current[j] = std::min(current[j], before[j - 2] + 1);
        }
        before.swap(previous);
        previous.swap(current);
    }
    return previous[b.size()];
}

std::optional<std::string> nearest(std::string_view text, std::span<const std::string> candidates)
{
    std::optional<std::string> best;
    const std::size_t farthest = text.size() < 4 ? 1 : std::max<std::size_t>(2, text.size() / 3);
    std::size_t bestDistance = farthest + 1;
    for (const auto& candidate : candidates) {
        if (text.size() > candidate.size() + farthest) // its distance is no less, and a text from a file may be huge
            continue;
        const auto distance = editDistance(text, candidate);
        if (distance < bestDistance) {
            bestDistance = distance;
            best = candidate;
        }
    }
    return best;
}

} // namespace weir::base
