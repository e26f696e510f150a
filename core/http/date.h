// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace weir::http {

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, section 5.6.7); years 0 to 9999.
std::string formatDate(std::chrono::sys_seconds time);

// All three forms of RFC 9110. `now` settles the century of the two-digit year that the obsolete RFC 850 form has.
std::optional<std::chrono::sys_seconds> parseDate(std::string_view text, std::chrono::sys_seconds now);
std::optional<std::chrono::sys_seconds> parseDate(std::string_view text);

// The Date field of replies, formatted once a second. One per worker; not thread-safe.
class DateText {
public:
    // Valid until the next call with another second.
    std::string_view at(std::chrono::sys_seconds time);

private:
    static constexpr std::size_t length = 29;

    std::optional<std::chrono::sys_seconds> m_time;
    std::array<char, length> m_text{};
};

} // namespace weir::http
