// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/hlog_reader.h"

#include "core/base/strings.h"
#include "core/report/hlog_codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace weir::report {

using base::Errc;

namespace {

constexpr double latestSecond = 8e9; // as nanoseconds it still is a number of 64 bits
constexpr std::string_view tagPrefix = "Tag=";

// The two hexadecimal digits behind a %, or nothing.
std::optional<char> escapedByte(std::string_view digits)
{
    unsigned value = 0;
    if (digits.size() != 2 || std::from_chars(digits.data(), digits.data() + 2, value, 16).ptr != digits.data() + 2)
        return std::nullopt;
    return static_cast<char>(value);
}

// What is no escape stays: other tools write tags as they are.
std::string unescapedTag(std::string_view text)
{
    std::string tag;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = text[i] == '%' ? escapedByte(text.substr(i + 1, 2)) : std::nullopt;
        tag += byte.value_or(text[i]);
        i += byte ? 2 : 0;
    }
    return tag;
}

std::optional<double> secondsIn(std::string_view text)
{
    const auto seconds = base::parseDouble(base::trimmed(text));
    return seconds && *seconds >= 0 && *seconds <= latestSecond ? seconds : std::nullopt;
}

base::Nanos nanosOf(double seconds)
{
    return base::Nanos{std::llround(seconds * 1e9)};
}

} // namespace

std::unexpected<base::Error> HlogReader::at(Errc code, const std::string& what) const
{
    return base::fail(code, fmt::format("Line {} of the histogram log: {}.", m_lines.number(), what));
}

// Others than these are for people.
base::Status HlogReader::readComment()
{
    constexpr std::string_view version = "#[Histogram log format version ";
    const auto line = m_lines.line();
    if (line.starts_with(version) && !line.substr(version.size()).starts_with("1."))
        return at(Errc::Unsupported, fmt::format("the format is {}, not 1", shown(line.substr(version.size()))));
    for (auto [name, time] : {std::pair{"#[StartTime: ", &m_startTime}, std::pair{"#[BaseTime: ", &m_baseTime}}) {
        if (!line.starts_with(name))
            continue;
        const auto rest = line.substr(std::string_view{name}.size());
        *time = secondsIn(rest.substr(0, rest.find_first_of(" ,]")));
        if (!*time)
            return at(Errc::InvalidSyntax, fmt::format("\"{}\" is no time in seconds", shown(rest)));
    }
    return {};
}

base::Result<HlogRecord> HlogReader::readInterval() const
{
    HlogRecord record;
    auto line = m_lines.line();
    if (line.starts_with(tagPrefix)) {
        const auto comma = std::min(line.find(','), line.size());
        record.tag = unescapedTag(line.substr(tagPrefix.size(), comma - tagPrefix.size()));
        line.remove_prefix(std::min(comma + 1, line.size()));
    }
    if (const auto commas = std::ranges::count(line, ','); commas != 3) // before any list of them is made
        return at(Errc::InvalidSyntax, fmt::format("an interval has 4 fields, not {}", commas + 1));
    const auto fields = base::split(line, ',');
    const auto begin = secondsIn(fields[0]);
    const auto length = secondsIn(fields[1]);
    // The maximum is in a unit of the writer's choice; the histogram has it anyway.
    if (!begin || !length || !base::parseDouble(fields[2]))
        return at(Errc::InvalidSyntax, fmt::format("\"{}\" does not begin with three numbers", shown(line)));
    auto histogram = decodeHistogram(fields[3]);
    if (!histogram)
        return at(histogram.error().code, histogram.error().context);
    record.begin = nanosOf(*begin);
    record.length = nanosOf(*length);
    record.histogram = *std::move(histogram);
    return record;
}

base::Result<std::optional<HlogRecord>> HlogReader::next()
{
    for (;;) {
        const auto read = m_lines.next();
        const auto line = m_lines.line();
        if (read == LineReader::Read::End)
            return std::nullopt;
        if (read == LineReader::Read::TooLong)
            return at(Errc::TooLarge, fmt::format("it is longer than {} bytes", LineReader::longestLine));
        if (line.starts_with('#')) {
            if (auto comment = readComment(); !comment)
                return std::unexpected(comment.error());
        } else if (!line.empty() && !line.starts_with('"')) {
            auto record = readInterval();
            if (!record)
                return std::unexpected(record.error());
            return std::optional{*std::move(record)};
        }
    }
}

} // namespace weir::report
