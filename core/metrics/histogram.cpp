// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/histogram.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace weir::metrics {

Histogram::Histogram(const Histogram& other)
    : m_total(other.m_total), m_sum(other.m_sum), m_min(other.m_min), m_max(other.m_max)
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
    if (other.m_total == 0)
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
    m_total += other.m_total;
    m_sum += other.m_sum;
    m_min = std::min(m_min, other.m_min);
    m_max = std::max(m_max, other.m_max);
}

void Histogram::clear()
{
    if (m_total == 0)
        return;
    for (auto& page : m_pages)
        if (page)
            page->fill(0);
    m_total = 0;
    m_sum = 0;
    m_min = ~std::uint64_t{0};
    m_max = 0;
}

std::uint64_t Histogram::percentile(double p) const
{
    if (m_total == 0)
        return 0;
    if (p >= 100.0)
        return m_max;
    const auto wanted = std::max<std::uint64_t>(
        1, static_cast<std::uint64_t>(std::ceil(p / 100.0 * static_cast<double>(m_total) - 1e-9)));
    std::uint64_t seen = 0;
    for (std::size_t page = 0; page < pageCount; ++page) {
        if (!m_pages[page])
            continue;
        for (std::size_t i = 0; i < pageSize; ++i) {
            seen += (*m_pages[page])[i];
            if (seen >= wanted)
                return std::min(highestAt(page * pageSize + i), m_max);
        }
    }
    return m_max;
}

bool Histogram::operator==(const Histogram& other) const
{
    static constexpr Page zero{};
    if (m_total != other.m_total || m_sum != other.m_sum || min() != other.min() || m_max != other.m_max)
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

void Histogram::add(const Sparse& sparse)
{
    for (const auto& [index, n] : sparse) {
        add(index, n);
        m_total += n;
        m_sum += n * lowestAt(index);
        m_min = std::min(m_min, lowestAt(index));
        m_max = std::max(m_max, highestAt(index));
    }
}

void Histogram::subtract(const Sparse& sparse)
{
    for (const auto& [index, n] : sparse) {
        (*m_pages[index / pageSize])[index % pageSize] -= n;
        m_total -= n;
        m_sum -= n * lowestAt(index);
    }
}

} // namespace weir::metrics
