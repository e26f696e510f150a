// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/csv_cell.h"

#include "core/base/strings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <limits>

namespace weir::report {

static std::string quotedCell(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == text.npos)
        return std::string{text};
    std::string cell = "\"";
    for (const char c : text)
        cell += c == '"' ? std::string{"\"\""} : std::string{c};
    return cell + '"';
}

std::string textCell(std::string_view text)
{
    const bool looksLikeFormula = text.find_first_of("=+-@\t\r") == 0;
    return quotedCell(looksLikeFormula ? "'" + std::string{text} : std::string{text});
}

std::string valueCell(std::string_view text)
{
    return base::parseDouble(text) ? std::string{text} : textCell(text);
}

std::string numberCell(double value)
{
    if (value == std::numeric_limits<double>::infinity())
        return "inf";
    if (!std::isfinite(value))
        return {};
    auto text = fmt::format("{:.6f}", value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.'))
        text.pop_back();
    return text == "-0" ? "0" : text;
}

std::string csvLine(const std::vector<std::string>& cells)
{
    return fmt::format("{}\r\n", fmt::join(cells, ","));
}

} // namespace weir::report
