// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/table.h"

#include "core/base/strings.h"
#include "core/base/visible_text.h"

#include <algorithm>
#include <numeric>

namespace weir::report {

static bool startsCharacter(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U;
}

static std::size_t characters(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text, startsCharacter));
}

void Table::add(std::vector<std::string> row)
{
    for (auto& cell : row)
        cell = base::visible(cell);
    m_rows.push_back(std::move(row));
}

std::vector<std::size_t> Table::widths() const
{
    std::vector<std::size_t> widths(m_rows.front().size());
    for (const auto& row : m_rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], characters(row[i]));
    return widths;
}

static constexpr std::string_view gap = "  ";

std::size_t Table::width() const
{
    const auto columns = widths();
    return std::accumulate(columns.begin(), columns.end(), (columns.size() - 1) * gap.size());
}

std::string Table::text() const
{
    const auto columns = widths();
    std::string text;
    for (const auto& row : m_rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string blanks(columns[i] - characters(row[i]), ' ');
            text += i == 0 ? row[i] + blanks : std::string{gap} + blanks + row[i];
        }
        text.erase(text.find_last_not_of(' ') + 1);
        text += '\n';
    }
    return text;
}

std::string shortened(std::string_view text, std::size_t width)
{
    if (characters(text) <= width)
        return std::string{text};
    std::size_t end = 0;
    for (std::size_t kept = 0; end < text.size(); ++end)
        if (startsCharacter(text[end]) && ++kept == width)
            break;
    return std::string{text.substr(0, end)} + "…";
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width)
{
    std::vector<std::string> lines(1);
    for (const auto word : base::split(text, ' ')) {
        if (!lines.back().empty() && characters(lines.back()) + 1 + characters(word) > width)
            lines.emplace_back();
        lines.back() += (lines.back().empty() ? "" : " ") + std::string{word};
    }
    return lines;
}

} // namespace weir::report
