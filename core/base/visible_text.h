// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

// Text that is not ours (replies, header fields, URLs, names, file paths, errors that quote such) on its way to a
// person: what a reader cannot see is written out, so that a terminal or a window shows it and does not obey it. An
// escape sequence becomes "\x1b[31m", a right-to-left override "\u202e", a byte that is no UTF-8 "\xff". Text without
// any of it comes back as it was; a backslash stands for itself. Files for programs are not for readers: CSV and JSON
// keep the text as it is. Pure functions; any thread.
namespace weir::base {

// Control and format characters, line and paragraph separators, what is ignorable by default (Unicode's
// DerivedCoreProperties), noncharacters and surrogates. The two selectors of emoji style (U+FE0E, FE0F) are common and
// change no more than a glyph: they are let pass.
bool isInvisible(char32_t character);

// "\x1b" up to U+001F and for U+007F, else "\u202e" or "\U000e0041"; those with names "\n", "\t", "\r".
std::string escapeOf(char32_t character);

std::string visible(std::string_view text);      // on one line: line breaks and tabs are written out as well
std::string visibleLines(std::string_view text); // line breaks and tabs stay

// Only what is no UTF-8 written out, for formats that have to be.
std::string asUtf8(std::string_view text);

} // namespace weir::base
