// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/visible_text.h"

#include "core/base/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir::base {

namespace {

struct InvisibleRange {
    char32_t first;
    char32_t last;
};

// In rising order.
constexpr std::array invisibleRanges{
    InvisibleRange{0x0, 0x1f},        InvisibleRange{0x7f, 0x9f},       InvisibleRange{0xad, 0xad},
    InvisibleRange{0x34f, 0x34f},     InvisibleRange{0x61c, 0x61c},     InvisibleRange{0x115f, 0x1160},
    InvisibleRange{0x17b4, 0x17b5},   InvisibleRange{0x180b, 0x180f},   InvisibleRange{0x200b, 0x200f},
    InvisibleRange{0x2028, 0x202e},   InvisibleRange{0x2060, 0x206f},   InvisibleRange{0x3164, 0x3164},
    InvisibleRange{0xd800, 0xdfff},   InvisibleRange{0xfdd0, 0xfdef},   InvisibleRange{0xfe00, 0xfe0d},
    InvisibleRange{0xfeff, 0xfeff},   InvisibleRange{0xffa0, 0xffa0},   InvisibleRange{0xfff0, 0xfffb},
    InvisibleRange{0x13430, 0x1343f}, InvisibleRange{0x1bca0, 0x1bca3}, InvisibleRange{0x1d173, 0x1d17a},
    InvisibleRange{0xe0000, 0xe0fff},
};

template <typename Shown>
std::string withShown(std::string_view text, const Shown& isShown)
{
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        auto rest = text;
        const auto character = takeCharacter(rest);
        if (!character) {
            result += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
            text.remove_prefix(1);
            continue;
        }
        if (isShown(*character))
            result += escapeOf(*character);
        else
            result += text.substr(0, text.size() - rest.size());
        text = rest;
    }
    return result;
}

// Nearly all text is this.
bool isPlainAscii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

} // namespace

bool isInvisible(char32_t character)
{
    if (character < 0x7f)
        return character < 0x20;
    const auto range = std::ranges::lower_bound(invisibleRanges, character, {}, &InvisibleRange::last);
    const bool nonCharacter = (character & 0xfffe) == 0xfffe;
    return nonCharacter || (range != invisibleRanges.end() && character >= range->first);
}

std::string escapeOf(char32_t character)
{
    switch (character) {
    case '\n': return "\\n";
    case '\t': return "\\t";
    case '\r': return "\\r";
    default: break;
    }
    const auto number = static_cast<std::uint32_t>(character);
    if (number < 0x80)
        return fmt::format("\\x{:02x}", number);
    return number < 0x10000 ? fmt::format("\\u{:04x}", number) : fmt::format("\\U{:08x}", number);
}

std::string visible(std::string_view text)
{
    return isPlainAscii(text) ? std::string{text} : withShown(text, isInvisible);
}

std::string visibleLines(std::string_view text)
{
    return isPlainAscii(text) ? std::string{text} : withShown(text, [](char32_t character) {
        return character != '\n' && character != '\t' && isInvisible(character);
    });
}

std::string asUtf8(std::string_view text)
{
    return isUtf8(text) ? std::string{text} : withShown(text, [](char32_t) { return false; });
}

} // namespace weir::base
