// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/rendering.h"

namespace weir::workload {

static bool standsForItself(char c)
{
    constexpr std::string_view marks = "-._~/:@,;=!$'()*";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || marks.find(c) != marks.npos;
}

void appendToUrl(std::string& url, std::string_view value)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (standsForItself(c))
            url += c;
        else
            (url += '%').append({digits[byte >> 4], digits[byte & 15]});
    }
}

void appendToHeader(std::string& header, std::string_view value)
{
    for (const char c : value)
        header += (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f ? ' ' : c;
}

} // namespace weir::workload
