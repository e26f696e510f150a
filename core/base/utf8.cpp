// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/utf8.h"

#include <cstdint>

namespace weir::base {

// What the first byte says: how many bytes follow, its own bits, and the smallest character that needs so many.
struct Lead {
    int following = -1;
    std::uint32_t bits = 0;
    std::uint32_t smallest = 0;
};

static Lead leadOf(unsigned char byte)
{
    if (byte < 0x80)
        return {0, byte, 0};
    if ((byte & 0xe0) == 0xc0)
        return {1, byte & 0x1fU, 0x80};
    if ((byte & 0xf0) == 0xe0)
        return {2, byte & 0x0fU, 0x800};
    if ((byte & 0xf8) == 0xf0)
        return {3, byte & 0x07U, 0x10000};
    return {};
}

std::optional<char32_t> takeCharacter(std::string_view& text)
{
    const Lead lead = leadOf(static_cast<unsigned char>(text.front()));
    if (lead.following < 0 || text.size() <= static_cast<std::size_t>(lead.following))
        return std::nullopt;
    std::uint32_t character = lead.bits;
    const auto length = static_cast<std::size_t>(lead.following) + 1;
    for (const char next : text.substr(1, length - 1)) {
        const auto byte = static_cast<unsigned char>(next);
        if ((byte & 0xc0) != 0x80)
            return std::nullopt;
        character = (character << 6) | (byte & 0x3fU);
    }
    const bool surrogate = character >= 0xd800 && character <= 0xdfff;
    if (character < lead.smallest || character > 0x10ffff || surrogate)
        return std::nullopt;
    text.remove_prefix(length);
    return static_cast<char32_t>(character);
}

std::string_view frontOf(std::string_view text, std::size_t most)
{
    auto front = text.substr(0, most);
    // A character's first byte is at most three from the end.
    for (std::size_t back = 1; back <= 3 && back <= front.size(); ++back) {
        const auto following = leadOf(static_cast<unsigned char>(front[front.size() - back])).following;
        if (following >= static_cast<int>(back))
            front.remove_suffix(back);
        if (following >= 0)
            break;
    }
    return front;
}

bool isUtf8(std::string_view text)
{
    while (!text.empty())
        if (!takeCharacter(text))
            return false;
    return true;
}

std::optional<std::size_t> printableLength(std::string_view text)
{
    std::size_t length = 0;
    for (; !text.empty(); ++length) {
        const auto character = takeCharacter(text);
        if (!character || *character < 0x20 || (*character >= 0x7f && *character < 0xa0))
            return std::nullopt;
    }
    return length;
}

} // namespace weir::base
