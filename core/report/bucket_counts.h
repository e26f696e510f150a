// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/histogram.h"

namespace weir::report {

// A histogram put together from counts that come in the order of their values, as files have them, and from what else
// the file says of all. One thread.
class BucketCounts {
public:
    static constexpr std::uint64_t most = 10'000'000'000'000; // counts in all; who adds sees to it

    void add(std::size_t index, std::uint64_t count); // index: Histogram::indexOf
    metrics::Histogram take(const metrics::Summary& summary) const
    {
        metrics::Histogram histogram;
        histogram.merge(m_counts, summary);
        return histogram;
    }

private:
    metrics::Histogram::Sparse m_counts; // several for a bucket whose count takes more than 32 bits
};

// The bucket whose upper end is nearest to the value: percentiles give the upper end, so a value that was one comes
// back as it was, also where its last digits were rounded off.
std::size_t nearestIndex(std::uint64_t value);

} // namespace weir::report
