// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/hgrm_row.h"

#include "core/base/strings.h"
#include "core/report/line_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace weir::report {

using base::Errc;
using Fields = std::vector<std::string_view>;

namespace {

constexpr std::size_t longestRow = 1000;

std::unexpected<base::Error> noRow(Errc code, const std::string& what)
{
    return base::fail(code, what + ". A row has value, percentile, total count and 1/(1-percentile).");
}

Fields fieldsOf(std::string_view line, std::string_view separators)
{
    Fields fields;
    for (auto begin = line.find_first_not_of(separators); begin != std::string_view::npos;) {
        const auto end = std::min(line.find_first_of(separators, begin), line.size());
        fields.push_back(base::trimmed(line.substr(begin, end - begin)));
        begin = line.find_first_not_of(separators, end);
    }
    return fields;
}

base::Result<double> valueIn(std::string_view text)
{
    const auto value = base::parseDouble(text);
    if (!value || !std::isfinite(*value) || *value < 0)
        return noRow(Errc::InvalidSyntax, fmt::format("the value \"{}\" is no number from 0 on", shown(text)));
    return *value;
}

base::Result<double> percentileIn(std::string_view text)
{
    const auto percentile = base::parseDouble(text);
    if (!percentile || !(*percentile >= 0 && *percentile <= 1))
        return base::fail(
            Errc::InvalidSyntax,
            fmt::format("the percentile \"{}\" is not between 0 and 1. Percentiles are shares here: 0.99 is "
                        "p99.",
                        shown(text)));
    return *percentile;
}

base::Result<std::uint64_t> countIn(const Fields& fields)
{
    const auto count = base::parseInteger(fields[2]);
    if (!count || *count < 0)
        return noRow(Errc::InvalidSyntax,
                     fmt::format("the count \"{}\" is no whole number from 0 on", shown(fields[2])));
    // It says nothing that the percentile does not, but a row that has something else there is none.
    const auto inverse = fields.size() > 3 ? base::parseDouble(fields[3]) : 1;
    if (!inverse || std::isnan(*inverse))
        return noRow(Errc::InvalidSyntax, fmt::format("its last column \"{}\" is no number", shown(fields[3])));
    return static_cast<std::uint64_t>(*count);
}

} // namespace

base::Result<HgrmRow> parsedHgrmRow(std::string_view line, std::string_view separators)
{
    if (line.size() > longestRow)
        return noRow(Errc::TooLarge, fmt::format("the line is longer than {} bytes", longestRow));
    const auto fields = fieldsOf(line, separators);
    if (fields.size() != 3 && fields.size() != 4)
        return noRow(Errc::InvalidSyntax, fmt::format("\"{}\" is no row", shown(line)));
    const auto value = valueIn(fields[0]);
    if (!value)
        return std::unexpected(value.error());
    const auto percentile = percentileIn(fields[1]);
    if (!percentile)
        return std::unexpected(percentile.error());
    const auto count = countIn(fields);
    if (!count)
        return std::unexpected(count.error());
    return HgrmRow{*value, *percentile, *count};
}

bool isHgrmHeading(std::string_view line)
{
    const auto text = base::trimmed(line);
    return text.starts_with("Value ") || text.starts_with("Value\t") || text.starts_with("\"Value\"");
}

std::string_view hgrmFooterValue(std::string_view line, std::string_view name)
{
    const auto at = line.find(name);
    const auto equals = at == std::string_view::npos ? at : line.find('=', at);
    if (equals == std::string_view::npos)
        return {};
    const auto rest = line.substr(equals + 1);
    return base::trimmed(rest.substr(0, rest.find_first_of(",]")));
}

} // namespace weir::report
