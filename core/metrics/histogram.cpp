// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/histogram.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace weir::metrics {

Summary& Summary::operator+=(const Summary& other)
{
    count += other.count;
    sum += other.sum;
    min = std::min(min, other.min);
    max = std::max(max, other.max);
    return *this;
}

Histogram::Histogram(const Histogram& other) : m_summary(other.m_summary)
{
    for (std::size_t p = 0; p < pageCount; ++p)
        if (other.m_pages[p])
            m_pages[p] = std::make_unique<Page>(*other.m_pages[p]);
}

Histogram& Histogram::operator=(const Histogram& other)
{
    if (this != &other)
        *this = Histogram{other};
    return *this;
}

void Histogram::merge(const Histogram& other)
{
    if (other.empty())
        return;
    for (std::size_t p = 0; p < pageCount; ++p) {
        if (!other.m_pages[p])
            continue;
        if (!m_pages[p]) {
            m_pages[p] = std::make_unique<Page>(*other.m_pages[p]);
            continue;
        }
        for (std::size_t i = 0; i < pageSize; ++i)
            (*m_pages[p])[i] += (*other.m_pages[p])[i];
    }
    m_summary += other.m_summary;
}

void Histogram::clear()
{
    if (empty())
        return;
    for (auto& page : m_pages)
        if (page)
            page->fill(0);
    m_summary = Summary{};
}

std::size_t Histogram::bytes() const
{
    const auto pages = std::ranges::count_if(m_pages, [](const auto& page) { return page != nullptr; });
    return sizeof(*this) + static_cast<std::size_t>(pages) * sizeof(Page);
}

std::uint64_t Histogram::percentile(double p) const
{
    if (empty())
        return 0;
    if (p >= 100.0)
        return m_summary.max;
    // The subtraction undoes the rounding of p, so that 99.9 % of 1000 are 999 and not 1000.
    const auto rank = std::ceil(p / 100.0 * static_cast<double>(m_summary.count) * (1.0 - 1e-15) - 1e-9);
    auto wanted = static_cast<std::uint64_t>(std::max(1.0, rank));
    for (std::size_t page = 0; page < pageCount; ++page) {
        if (!m_pages[page])
            continue;
        const auto& counts = *m_pages[page];
        // Whole pages first: that sum is vectorised, the search below is not.
        const auto here = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
        if (here >= wanted) {
            std::size_t i = 0;
            for (; wanted > counts[i]; ++i)
                wanted -= counts[i];
            return std::min(highestAt(page * pageSize + i), m_summary.max);
        }
        wanted -= here;
    }
    return m_summary.max;
}

bool Histogram::operator==(const Histogram& other) const
{
    static constexpr Page zero{};
    if (m_summary != other.m_summary)
        return false;
    for (std::size_t p = 0; p < pageCount; ++p)
        if ((m_pages[p] ? *m_pages[p] : zero) != (other.m_pages[p] ? *other.m_pages[p] : zero))
            return false;
    return true;
}

std::uint64_t Histogram::lowestAt(std::size_t index)
{
    auto bucket = static_cast<int>(index >> (subBucketBits - 1)) - 1;
    std::uint64_t sub = (index & (subBucketHalf - 1)) + subBucketHalf;
    if (bucket < 0) {
        sub -= subBucketHalf;
        bucket = 0;
    }
    return sub << bucket;
}

std::uint64_t Histogram::highestAt(std::size_t index)
{
    return lowestAt(index + 1) - 1;
}

void Histogram::appendTo(Sparse& sparse) const
{
    for (std::size_t p = 0; p < pageCount; ++p) {
        if (!m_pages[p])
            continue;
        for (std::size_t i = 0; i < pageSize; ++i)
            if (const auto n = (*m_pages[p])[i]; n != 0)
                sparse.emplace_back(static_cast<std::uint32_t>(p * pageSize + i), static_cast<std::uint32_t>(n));
    }
}

void Histogram::recordAt(std::size_t index, std::uint64_t count)
{
    add(index, count);
    m_summary += {count, count * lowestAt(index), lowestAt(index), highestAt(index)};
}

void Histogram::add(const Sparse& sparse)
{
    for (const auto& [index, n] : sparse)
        recordAt(index, n);
}

void Histogram::subtract(const Sparse& sparse)
{
    for (const auto& [index, n] : sparse) {
        auto& page = m_pages[index / pageSize];
        assert(page && (*page)[index % pageSize] >= n);
        (*page)[index % pageSize] -= n;
    }
    findExtremes();
}

// Exact values cannot be taken back, so what is left is known by its buckets only.
void Histogram::findExtremes()
{
    m_summary = Summary{};
    forEach([this](std::uint64_t lowest, std::uint64_t highestEquivalent, std::uint64_t n) {
        m_summary += {n, n * lowest, lowest, highestEquivalent};
    });
}

Histogram Histogram::restored(const Sparse& sparse, const Summary& summary)
{
    Histogram histogram;
    for (const auto& [index, n] : sparse)
        histogram.add(index, n);
    histogram.m_summary = summary;
    return histogram;
}

} // namespace weir::metrics
