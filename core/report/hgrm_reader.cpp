// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/hgrm_reader.h"

#include "core/base/strings.h"
#include "core/report/bucket_counts.h"
#include "core/report/hgrm_row.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace weir::report {

using base::Errc;
using metrics::Histogram;

namespace {

constexpr double mostNanos = 1e18;          // in nanoseconds it still is a number of 64 bits
constexpr double mostSum = 9e18;            // and so is what all values add up to
constexpr double percentileRounding = 1e-6; // wrk2 writes six decimals

constexpr std::string_view writeAnew = "Write the file anew with the tool that it comes from.";
constexpr std::string_view apart = "Give each distribution a file of its own.";
constexpr std::string_view nameUnit = "Name the unit of its values with --unit.";

class Reader {
public:
    Reader(LineReader& lines, double nanosPerUnit) : m_lines(lines), m_nanosPerUnit(nanosPerUnit) {}

    base::Result<ReadSpectrum> read();

private:
    base::Status readLine();
    base::Status readHeading();
    base::Status readFooter();
    base::Status checkOrder(const HgrmRow& row) const;
    base::Status add(const HgrmRow& row);
    void putDown(std::size_t index);
    base::Status checkWhole() const;
    base::Status checkMean() const;
    base::Result<ReadSpectrum> finish();

    double nanos(double value) const { return value * m_nanosPerUnit; }
    std::unexpected<base::Error> at(Errc code, std::string_view what, std::string_view remedy) const
    {
        return wrong(code, m_lines.number(), fmt::format("{}. {}", what, remedy));
    }
    static std::unexpected<base::Error> wrong(Errc code, std::size_t line, const std::string& what)
    {
        return base::fail(code, fmt::format("Line {} of the percentile distribution: {}", line, what));
    }

    LineReader& m_lines;
    double m_nanosPerUnit;
    std::string_view m_separators = " \t";
    bool m_hasHeading = false;
    bool m_hasRows = false;
    double m_first = 0; // row's value
    HgrmRow m_last;
    std::optional<double> m_mean;
    std::optional<std::uint64_t> m_total;
    std::uint64_t m_placed = 0;    // of the counts: all but those of the last value, since the maximum has its own rule
    std::uint64_t m_saturated = 0; // of them, above the largest that a histogram holds
    BucketCounts m_counts;
    double m_mostTotal = std::numeric_limits<double>::infinity(); // more values in all contradict the row
    std::size_t m_mostTotalLine = 0;                              // that stands here
};

base::Status Reader::readHeading()
{
    if (m_hasHeading || m_hasRows)
        return at(Errc::InvalidSyntax, "a second distribution begins", apart);
    m_hasHeading = true;
    if (base::trimmed(m_lines.line()).starts_with('"'))
        m_separators = ",";
    return {};
}

// Other names than these are for people.
base::Status Reader::readFooter()
{
    if (const auto text = hgrmFooterValue(m_lines.line(), "Mean"); !text.empty()) {
        m_mean = base::parseDouble(text);
        if (!m_mean)
            return at(Errc::InvalidSyntax, fmt::format("the mean \"{}\" is no number", shown(text)), writeAnew);
    }
    if (const auto text = hgrmFooterValue(m_lines.line(), "Total count"); !text.empty()) {
        const auto count = base::parseInteger(text);
        if (!count || *count < 0)
            return at(Errc::InvalidSyntax, fmt::format("the total count \"{}\" is none", shown(text)), writeAnew);
        m_total = static_cast<std::uint64_t>(*count);
    }
    return {};
}

base::Status Reader::checkOrder(const HgrmRow& row) const
{
    const auto falls = row.value < m_last.value ? "value"
        : row.percentile < m_last.percentile    ? "percentile"
        : row.count < m_last.count              ? "count"
                                                : "";
    if (*falls != '\0')
        return at(Errc::Corrupt, fmt::format("the {} is below that of the row before", falls), writeAnew);
    if (nanos(row.value) > mostNanos)
        return at(Errc::TooLarge, fmt::format("the value {:g} is above 30 years", row.value), nameUnit);
    if (row.count > BucketCounts::most)
        return at(Errc::TooLarge, fmt::format("{} values are more than can be read", row.count), writeAnew);
    return {};
}

base::Status Reader::add(const HgrmRow& row)
{
    if (auto order = checkOrder(row); !order)
        return order;
    if (m_hasRows && row.value > m_last.value)
        putDown(nearestIndex(static_cast<std::uint64_t>(std::llround(nanos(m_last.value)))));
    if (!m_hasRows)
        m_first = row.value;
    // At least that share of all lies up to here.
    const auto most = static_cast<double>(row.count) / std::max(row.percentile - percentileRounding, 1e-300);
    if (most < m_mostTotal) {
        m_mostTotal = most;
        m_mostTotalLine = m_lines.number();
    }
    m_hasRows = true;
    m_last = row;
    return {};
}

void Reader::putDown(std::size_t index)
{
    m_counts.add(index, m_last.count - m_placed);
    if (nanos(m_last.value) > static_cast<double>(Histogram::highest))
        m_saturated += m_last.count - m_placed;
    m_placed = m_last.count;
}

base::Status Reader::readLine()
{
    const auto line = m_lines.line();
    if (base::trimmed(line).empty())
        return {};
    if (line.starts_with('#'))
        return line.starts_with("#[") ? readFooter() : base::Status{};
    if (isHgrmHeading(line))
        return readHeading();
    if (m_total)
        return at(Errc::InvalidSyntax, "something stands behind the total count", apart);
    const auto row = parsedHgrmRow(line, m_separators);
    return row ? add(*row) : base::Status{wrong(row.error().code, m_lines.number(), row.error().context)};
}

// That it goes to 100 %, and that what it says several times it says alike.
base::Status Reader::checkWhole() const
{
    if (m_hasRows && m_last.percentile < 1)
        return at(Errc::Corrupt, "the file ends before its row of 100 %", writeAnew);
    if (m_total && *m_total != m_last.count)
        return at(Errc::Corrupt, fmt::format("the total count is {}, but the last row's {}", *m_total, m_last.count),
                  writeAnew);
    if (static_cast<double>(m_last.count) > m_mostTotal + 1)
        return wrong(Errc::Corrupt, m_mostTotalLine,
                     fmt::format("its count is a smaller share of the {} in all than its percentile says. {}",
                                 m_last.count, writeAnew));
    return {};
}

// It is rounded, and that of coarse buckets may lie a little outside of the values that rows have.
base::Status Reader::checkMean() const
{
    constexpr double rounding = 0.01; // of a unit
    constexpr double coarsest = 0.1;  // a bucket of one digit is a sixteenth wide
    const double mean = *m_mean;
    if (!(mean >= m_first * (1 - coarsest) - rounding && mean <= m_last.value * (1 + coarsest) + rounding && mean >= 0))
        return at(Errc::Corrupt, fmt::format("the mean {:g} does not lie among the values", mean), writeAnew);
    if (nanos(mean) * static_cast<double>(m_last.count) > mostSum)
        return at(Errc::TooLarge, "its values add up to more than can be held", nameUnit);
    return {};
}

base::Result<ReadSpectrum> Reader::finish()
{
    if (!m_hasRows && m_total != 0) // as that of no values says
        return at(Errc::InvalidSyntax, "the file ends without a row", writeAnew);
    if (auto whole = checkWhole(); !whole)
        return std::unexpected(whole.error());
    if (m_last.count == 0)
        return ReadSpectrum{};
    if (auto mean = m_mean ? checkMean() : base::Status{}; !mean)
        return std::unexpected(mean.error());
    const auto count = m_last.count;
    const auto highest = static_cast<std::uint64_t>(std::llround(nanos(m_last.value)));
    const auto lowest = static_cast<std::uint64_t>(std::llround(nanos(m_first)));
    const auto sum = nanos(m_mean.value_or(0)) * static_cast<double>(count);
    putDown(Histogram::indexOf(std::min(highest, Histogram::highest)));
    return ReadSpectrum{m_counts.take({count, static_cast<std::uint64_t>(sum), lowest, highest, m_saturated}),
                        m_mean.has_value()};
}

base::Result<ReadSpectrum> Reader::read()
{
    for (;;) {
        const auto read = m_lines.next();
        if (read == LineReader::Read::End)
            return finish();
        if (read == LineReader::Read::TooLong)
            return at(Errc::TooLarge, fmt::format("it is longer than {} bytes", LineReader::longestLine), writeAnew);
        if (auto status = readLine(); !status)
            return std::unexpected(status.error());
    }
}

} // namespace

bool isHgrmLine(std::string_view line)
{
    return isHgrmHeading(line) || (!line.empty() && line.find(',') == std::string_view::npos);
}

base::Result<ReadSpectrum> readHgrm(LineReader& lines, double nanosPerUnit)
{
    return Reader{lines, nanosPerUnit}.read();
}

} // namespace weir::report
