// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/metrics/histogram.h"

#include <deque>

namespace weir::metrics {

// The histogram of a trailing window: what was added in the last `span`, never older. Old counts leave a tenth of the
// window at a time, so it covers nine to ten tenths of its span. Counts are whole numbers, so adding and subtracting
// them leaves no rest. Owned and used by one thread.
class SlidingHistogram {
public:
    static constexpr int blocks = 10;

    explicit SlidingHistogram(base::Nanos span) : m_span(span) {}

    // Counts of the stretch [begin, end); stretches come in order.
    void add(base::Nanos begin, base::Nanos end, const Histogram& counts);
    void clear();

    base::Nanos span() const { return m_span; }
    const Histogram& histogram() const { return m_sum; }
    std::size_t bytes() const; // of memory in use

private:
    struct Block {
        base::Nanos begin{};
        Histogram::Sparse counts;
    };

    void closeBlock(base::Nanos end);
    void dropBefore(base::Nanos time);

    base::Nanos m_span;
    Histogram m_sum;
    Histogram m_open; // the newest block, still growing
    base::Nanos m_openBegin{};
    std::deque<Block> m_blocks;
};

} // namespace weir::metrics
