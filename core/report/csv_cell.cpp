// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/csv_cell.h"

#include "core/base/strings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

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

// What OWASP lists as the beginnings of formulas; the wide forms count in a Japanese spreadsheet.
static bool looksLikeFormulaIn(std::string_view text)
{
    constexpr std::array wide{"＝", "＋", "－", "＠"};
    return text.find_first_of("=+-@\t\r\n") == 0
        || std::ranges::any_of(wide, [text](const char* sign) { return text.starts_with(sign); });
}

std::string textCell(std::string_view text)
{
    const bool looksLikeFormula = looksLikeFormulaIn(text);
    return quotedCell(looksLikeFormula ? "'" + std::string{text} : std::string{text});
}

std::string valueCell(std::string_view text)
{
    return base::parseDouble(text) ? std::string{text} : textCell(text);
}

std::string numberCell(double value)
{
    if (std::isinf(value))
        return value > 0 ? "inf" : "-inf";
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
