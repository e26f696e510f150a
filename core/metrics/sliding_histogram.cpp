// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/sliding_histogram.h"

namespace weir::metrics {

void SlidingHistogram::add(base::Nanos begin, base::Nanos end, const Histogram& counts)
{
    if (m_open.empty())
        m_openBegin = begin;
    m_sum.merge(counts);
    m_open.merge(counts);
    if (!m_open.empty() && end - m_openBegin >= m_span / blocks)
        closeBlock(end);
    dropBefore(end - m_span);
}

void SlidingHistogram::closeBlock(base::Nanos end)
{
    Block block{.begin = m_openBegin, .counts = {}};
    m_open.appendTo(block.counts);
    block.counts.shrink_to_fit();
    m_blocks.push_back(std::move(block));
    m_open.clear();
    m_openBegin = end;
}

void SlidingHistogram::dropBefore(base::Nanos time)
{
    while (!m_blocks.empty() && m_blocks.front().begin < time) {
        m_sum.subtract(m_blocks.front().counts);
        m_blocks.pop_front();
    }
}

void SlidingHistogram::clear()
{
    m_sum.clear();
    m_open.clear();
    m_blocks.clear();
}

std::size_t SlidingHistogram::bytes() const
{
    auto total = m_sum.bytes() + m_open.bytes();
    for (const auto& block : m_blocks)
        total += sizeof(Block) + block.counts.capacity() * sizeof(Histogram::Sparse::value_type);
    return total;
}

} // namespace weir::metrics
