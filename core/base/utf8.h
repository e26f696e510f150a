// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace weir::base {

// Well-formed UTF-8 as RFC 3629 has it: no surrogates, nothing overlong, nothing above U+10FFFF.
bool isUtf8(std::string_view text);

// Takes one character off the front of `text`, which is not empty. Nothing, and `text` as it was, where it begins with
// none: the caller decides what becomes of the first byte.
std::optional<char32_t> takeCharacter(std::string_view& text);

// The front of `text`, at most `most` bytes of it, without a character that is cut in two at its end.
std::string_view frontOf(std::string_view text, std::size_t most);

// The number of characters, or nothing where one is a control character or `text` is not UTF-8.
std::optional<std::size_t> printableLength(std::string_view text);

} // namespace weir::base
