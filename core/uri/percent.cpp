// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/uri/percent.h"

#include <algorithm>

namespace weir::uri {

namespace {

bool isOutsideVisible(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte >= 0x7f;
}

// The "special-query percent-encode set".
bool isEncodedInQuery(char c)
{
    return isOutsideVisible(c) || std::string_view{"\"#<>'"}.contains(c);
}

// The "path percent-encode set", less the question mark, which ends a path.
bool isEncodedInPath(char c)
{
    return isOutsideVisible(c) || std::string_view{"\"#<>^`{}"}.contains(c);
}

} // namespace

std::string_view trimmed(std::string_view text)
{
    const auto isBlank = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

void TargetWriter::append(std::string& out, char c)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    m_inQuery = m_inQuery || c == '?';
    const auto byte = static_cast<unsigned char>(c);
    if (m_inQuery ? isEncodedInQuery(c) : isEncodedInPath(c))
        out.append({'%', digits[byte >> 4], digits[byte & 15]});
    else
        out += c;
}

void TargetWriter::appendText(std::string& out, std::string_view text)
{
    for (const char c : text) {
        m_ended = m_ended || c == '#';
        if (m_ended)
            return;
        if (c == '\t' || c == '\n' || c == '\r')
            continue;
        append(out, c == '\\' && !m_inQuery ? '/' : c);
    }
}

void TargetWriter::appendValue(std::string& out, std::string_view value)
{
    if (m_ended)
        return;
    for (const char c : value)
        append(out, c);
}

} // namespace weir::uri
