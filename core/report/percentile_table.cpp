// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/percentile_table.h"

#include "core/metrics/metric_catalog.h"
#include "core/report/csv_cell.h"
#include "core/report/hgrm_reader.h"
#include "core/report/hlog_reader.h"
#include "core/report/json_text.h"
#include "core/report/table.h"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cmath>
#include <limits>

namespace weir::report {

using metrics::Histogram;
using Cells = std::vector<std::string>;

static constexpr double nanosInMs = 1e6;
static constexpr std::array percents{50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 99.99};

static std::string shownTag(const std::string& tag)
{
    return tag.empty() ? "*" : tag;
}

// NaN where it rests on too few.
static double percentileOf(const Histogram& histogram, double percent)
{
    return histogram.count() >= metrics::samplesNeeded(percent)
        ? static_cast<double>(histogram.percentile(percent)) / nanosInMs
        : std::numeric_limits<double>::quiet_NaN();
}

static std::string cell(double value)
{
    return std::isnan(value) ? "-" : fmt::format("{:.3f}", value);
}

static Cells percentileHeading()
{
    Cells cells{"Tag", "Count", "Mean"};
    for (const double percent : percents)
        cells.push_back(fmt::format("p{:g}", percent));
    cells.emplace_back("Max");
    return cells;
}

static Cells rowOf(const std::string& tag, const Histogram& histogram, double mean)
{
    Cells cells{shownTag(tag), fmt::format("{}", histogram.count()), cell(mean)};
    for (const double percent : percents)
        cells.push_back(cell(percentileOf(histogram, percent)));
    cells.push_back(cell(static_cast<double>(histogram.max()) / nanosInMs));
    return cells;
}

// 99.9 gives p999_ms, as the report's columns are named.
static std::string columnOf(double percent)
{
    auto name = fmt::format("p{:g}_ms", percent);
    std::erase(name, '.');
    return name;
}

double PercentileTable::mean(const Sum& sum)
{
    return sum.hasMean ? sum.histogram.mean() / nanosInMs : std::numeric_limits<double>::quiet_NaN();
}

base::Status PercentileTable::add(std::istream& file, const Options& options)
{
    LineReader lines{file};
    return isHgrmLine(lines.content()) ? addSpectrum(lines, options) : addLog(std::move(lines), options.tag);
}

base::Status PercentileTable::addLog(LineReader lines, const std::string& tag)
{
    HlogReader reader{std::move(lines)};
    for (;;) {
        const auto record = reader.next();
        if (!record)
            return std::unexpected(record.error());
        if (!*record)
            return {};
        const auto& one = **record;
        if (!tag.empty() && one.tag != tag)
            continue;
        if (m_tags.size() == mostTags && !m_tags.contains(one.tag))
            return base::fail(base::Errc::TooLarge, fmt::format("There are more than {} tags.", mostTags));
        m_tags[one.tag].histogram.merge(one.histogram);
    }
}

base::Status PercentileTable::addSpectrum(LineReader& lines, const Options& options)
{
    if (!options.tag.empty())
        return base::fail(base::Errc::InvalidArgument,
                          "It is a percentile distribution, which has no tags. Leave --tag away.");
    const auto spectrum = readHgrm(lines, options.spectrumUnitNanos);
    if (!spectrum)
        return std::unexpected(spectrum.error());
    m_hasSpectrum = true;
    if (spectrum->histogram.empty())
        return {};
    auto& sum = m_tags[{}];
    sum.histogram.merge(spectrum->histogram);
    sum.hasMean = sum.hasMean && spectrum->hasMean;
    return {};
}

std::uint64_t PercentileTable::saturated() const
{
    std::uint64_t count = 0;
    for (const auto& [tag, sum] : m_tags)
        count += sum.histogram.summary().saturated;
    return count;
}

std::string PercentileTable::text() const
{
    Table table{percentileHeading()};
    for (const auto& [tag, sum] : m_tags)
        table.add(rowOf(tag, sum.histogram, mean(sum)));
    const auto* note = m_hasSpectrum ? " Between two rows of a percentile distribution the figure is the upper one's."
                                     : "";
    return fmt::format("{}\nMilliseconds.{}\n", table.text(), note);
}

std::string PercentileTable::markdown() const
{
    const auto line = [](const Cells& cells) { return fmt::format("| {} |\n", fmt::join(cells, " | ")); };
    auto lines = line(percentileHeading()) + line(Cells(percentileHeading().size(), "---"));
    for (const auto& [tag, sum] : m_tags)
        lines += line(rowOf(tag, sum.histogram, mean(sum)));
    return lines;
}

std::string PercentileTable::csv() const
{
    Cells names{"tag", "count", "mean_ms"};
    for (const double percent : percents)
        names.push_back(columnOf(percent));
    names.emplace_back("max_ms");
    auto lines = csvLine(names);
    for (const auto& [tag, sum] : m_tags) {
        Cells cells{textCell(shownTag(tag)), fmt::format("{}", sum.histogram.count()), numberCell(mean(sum))};
        for (const double percent : percents)
            cells.push_back(numberCell(percentileOf(sum.histogram, percent)));
        cells.push_back(numberCell(static_cast<double>(sum.histogram.max()) / nanosInMs));
        lines += csvLine(cells);
    }
    return lines;
}

std::string PercentileTable::json() const
{
    boost::json::array rows;
    for (const auto& [tag, sum] : m_tags) {
        const auto& histogram = sum.histogram;
        boost::json::object row{
            {"tag", shownTag(tag)}, {"count", histogram.count()}, {"mean_ms", jsonNumber(mean(sum))}};
        for (const double percent : percents)
            row.emplace(fmt::format("p({:g})_ms", percent), jsonNumber(percentileOf(histogram, percent)));
        row.emplace("max_ms", jsonNumber(static_cast<double>(histogram.max()) / nanosInMs));
        rows.push_back(std::move(row));
    }
    return prettyJson(rows);
}

} // namespace weir::report
