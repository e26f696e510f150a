// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/line_reader.h"

#include <utility>

namespace weir::report {

LineReader::Read LineReader::read(std::string& line)
{
    line.clear();
    auto& source = *m_text->rdbuf();
    constexpr auto end = std::streambuf::traits_type::eof();
    auto c = source.sbumpc();
    for (; c != end && c != '\n'; c = source.sbumpc()) {
        if (line.size() == longestLine)
            return Read::TooLong;
        line += static_cast<char>(c);
    }
    if (c == end && line.empty())
        return Read::End;
    if (line.ends_with('\r'))
        line.pop_back();
    return Read::Line;
}

LineReader::Read LineReader::next()
{
    ++m_number;
    if (m_ahead.empty())
        return read(m_line);
    auto [result, line] = std::move(m_ahead.front());
    m_ahead.pop_front();
    m_line = std::move(line);
    return result;
}

std::string_view LineReader::content()
{
    constexpr std::size_t lineCost = 64; // of an empty one, so that those are bounded as well
    for (std::size_t used = 0; used < longestLine;) {
        auto& [result, line] = m_ahead.emplace_back();
        result = read(line);
        if (result != Read::Line)
            return {};
        if (!line.empty() && !line.starts_with('#'))
            return line;
        used += line.size() + lineCost;
    }
    return {};
}

std::string shown(std::string_view text)
{
    std::string result;
    for (const char c : text.substr(0, 40))
        result += c >= ' ' && c <= '~' ? c : '?';
    return text.size() > 40 ? result + "..." : result;
}

} // namespace weir::report
