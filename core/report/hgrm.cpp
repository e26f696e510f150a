// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/hgrm.h"

#include "core/report/last_epoch.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <filesystem>

namespace weir::report {

using metrics::Histogram;

namespace {

constexpr double nanosPerMs = 1e6;
constexpr double ticksPerHalf = 5;
// Beyond it the steps are finer than a double tells apart; a count of 10^12 is needed to get there.
constexpr double finestLevel = 100 - 1e-10;

double milliseconds(std::uint64_t nanos)
{
    return static_cast<double>(nanos) / nanosPerMs;
}

double nextLevel(double level)
{
    const double halvings = std::floor(std::log2(100 / (100 - level))) + 1;
    return level + 100 / (ticksPerHalf * std::exp2(halvings));
}

// Takes the buckets in ascending order and writes a line for each level that a bucket reaches.
class Spectrum {
public:
    explicit Spectrum(const Histogram& histogram) : m_total(histogram.count()), m_max(histogram.max()) {}

    void add(std::uint64_t highestEquivalent, std::uint64_t count)
    {
        m_counted += count;
        const double reached = 100 * static_cast<double>(m_counted) / static_cast<double>(m_total);
        const bool isLast = m_counted == m_total;
        while (m_level <= reached && m_level < finestLevel) {
            const double percentile = m_level / 100;
            m_text += fmt::format("{:12.3f} {:14.12f} {:10} {:14.2f}\n",
                                  milliseconds(std::min(highestEquivalent, m_max)), percentile, m_counted,
                                  1 / (1 - percentile));
            m_level = nextLevel(m_level);
            if (isLast)
                break;
        }
    }

    std::string finish()
    {
        if (m_total > 0)
            m_text += fmt::format("{:12.3f} {:14.12f} {:10} {:>14}\n", milliseconds(m_max), 1.0, m_total, "inf");
        return std::move(m_text);
    }

private:
    std::uint64_t m_total;
    std::uint64_t m_max;
    std::uint64_t m_counted = 0;
    double m_level = 0; // the next one, in percent
    std::string m_text;
};

double deviation(const Histogram& histogram)
{
    double squares = 0;
    histogram.forEach([&](std::uint64_t lowest, std::uint64_t highestEquivalent, std::uint64_t n) {
        const double distance = static_cast<double>(lowest + (highestEquivalent - lowest + 1) / 2) - histogram.mean();
        squares += distance * distance * static_cast<double>(n);
    });
    return histogram.empty() ? 0 : std::sqrt(squares / static_cast<double>(histogram.count()));
}

// How many times the range doubles until it covers the highest value.
constexpr int bucketCount = std::bit_width(Histogram::highest) - Histogram::subBucketBits + 1;

std::string footer(const Histogram& histogram)
{
    return fmt::format("#[Mean    = {:12.3f}, StdDeviation   = {:12.3f}]\n"
                       "#[Max     = {:12.3f}, Total count    = {:12}]\n"
                       "#[Buckets = {:12}, SubBuckets     = {:12}]\n",
                       histogram.mean() / nanosPerMs, deviation(histogram) / nanosPerMs, milliseconds(histogram.max()),
                       histogram.count(), bucketCount, Histogram::subBuckets);
}

} // namespace

std::string hgrm(const Histogram& histogram)
{
    Spectrum spectrum{histogram};
    histogram.forEach(
        [&](std::uint64_t, std::uint64_t highestEquivalent, std::uint64_t n) { spectrum.add(highestEquivalent, n); });
    return fmt::format("{:>12} {:>14} {:>10} {:>14}\n\n", "Value", "Percentile", "TotalCount", "1/(1-Percentile)")
        + spectrum.finish() + footer(histogram);
}

std::vector<StretchSpectrum> hgrmOfStretches(const RunReport& report)
{
    static const Histogram nothing;
    const auto& snapshot = *report.snapshot;
    std::vector<StretchSpectrum> spectra;
    for (const auto* row : measuredTotals(snapshot)) {
        const auto add = [&](std::string_view suffix, std::string_view of, const Histogram& histogram) {
            const auto title = fmt::format("# Weir {}, run {}: response times in ms of {} of all endpoints, {}\n",
                                           WEIR_VERSION, snapshot.run->runId, of, stretchText(snapshot, *row));
            spectra.push_back({fmt::format("{}{}", stretchName(snapshot, *row), suffix), title + hgrm(histogram)});
        };
        if (row->failed)
            add("-failed", "failed requests", *row->failed);
        add("", "requests answered well", row->response ? *row->response : nothing);
    }
    return spectra;
}

std::string stretchPath(const std::string& path, std::string_view stretch)
{
    const std::filesystem::path whole{path};
    auto name = whole.stem();
    name += fmt::format("-{}", stretch);
    name += whole.extension();
    return (whole.parent_path() / name).string();
}

} // namespace weir::report
