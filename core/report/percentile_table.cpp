// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/percentile_table.h"

#include "core/metrics/metric_catalog.h"
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

static constexpr double nanosPerMs = 1e6;
static constexpr std::array percents{50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 99.99};

static std::string shownTag(const std::string& tag)
{
    return tag.empty() ? "*" : tag;
}

// NaN where it rests on too few.
static double percentileOf(const Histogram& histogram, double percent)
{
    return histogram.count() >= metrics::samplesNeeded(percent)
        ? static_cast<double>(histogram.percentile(percent)) / nanosPerMs
        : std::numeric_limits<double>::quiet_NaN();
}

static std::string cell(double value)
{
    return std::isnan(value) ? "-" : fmt::format("{:.3f}", value);
}

static Cells heading()
{
    Cells cells{"Tag", "Count", "Mean"};
    for (const double percent : percents)
        cells.push_back(fmt::format("p{:g}", percent));
    cells.emplace_back("Max");
    return cells;
}

static Cells rowOf(const std::string& tag, const Histogram& histogram)
{
    Cells cells{shownTag(tag), fmt::format("{}", histogram.count()), cell(histogram.mean() / nanosPerMs)};
    for (const double percent : percents)
        cells.push_back(cell(percentileOf(histogram, percent)));
    cells.push_back(cell(static_cast<double>(histogram.max()) / nanosPerMs));
    return cells;
}

base::Status PercentileTable::add(std::istream& log, const std::string& tag)
{
    HlogReader reader{log};
    for (;;) {
        const auto record = reader.next();
        if (!record)
            return std::unexpected(record.error());
        if (!*record)
            return {};
        const auto& one = **record;
        if (!tag.empty() && one.tag != tag)
            continue;
        if (m_histograms.size() == mostTags && !m_histograms.contains(one.tag))
            return base::fail(base::Errc::TooLarge, fmt::format("There are more than {} tags.", mostTags));
        m_histograms[one.tag].merge(one.histogram);
    }
}

std::string PercentileTable::text() const
{
    Table table{heading()};
    for (const auto& [tag, histogram] : m_histograms)
        table.add(rowOf(tag, histogram));
    return table.text() + "\nMilliseconds.\n";
}

std::string PercentileTable::markdown() const
{
    const auto line = [](const Cells& cells) { return fmt::format("| {} |\n", fmt::join(cells, " | ")); };
    auto lines = line(heading()) + line(Cells(heading().size(), "---"));
    for (const auto& [tag, histogram] : m_histograms)
        lines += line(rowOf(tag, histogram));
    return lines;
}

std::string PercentileTable::json() const
{
    boost::json::array rows;
    for (const auto& [tag, histogram] : m_histograms) {
        boost::json::object row{{"tag", shownTag(tag)},
                                {"count", histogram.count()},
                                {"mean_ms", jsonNumber(histogram.mean() / nanosPerMs)}};
        for (const double percent : percents)
            row.emplace(fmt::format("p({:g})_ms", percent), jsonNumber(percentileOf(histogram, percent)));
        row.emplace("max_ms", jsonNumber(static_cast<double>(histogram.max()) / nanosPerMs));
        rows.push_back(std::move(row));
    }
    return prettyJson(rows);
}

} // namespace weir::report
