// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::base {

// ASCII only: HTTP and our keys know no other letters to fold.
inline char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// The sizes are compared where it is called, which decides nearly always.
bool equalsIgnoringCaseOfSize(const char* a, const char* b, std::size_t size);
inline bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && equalsIgnoringCaseOfSize(a.data(), b.data(), a.size());
}
std::string lowered(std::string_view text);
std::string_view trimmed(std::string_view text);                            // spaces and tabs off both ends
std::vector<std::string_view> split(std::string_view text, char separator); // parts are trimmed; views into `text`

// Whole text or nothing; no sign prefix '+', no blanks, C locale.
std::optional<double> parseDouble(std::string_view text);
std::optional<long long> parseInteger(std::string_view text);

// The candidate with the smallest edit distance (transpositions count one), if near enough to be meant.
std::optional<std::string> nearest(std::string_view text, std::span<const std::string> candidates);

} // namespace weir::base
