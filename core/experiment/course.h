// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/arms.h"
#include "core/experiment/block.h"

#include <optional>

namespace weir::experiment {

// In which order blocks are run, and when that is enough. Knows nothing of what runs them. Not thread-safe.
//
// Pairs: in each round every contrast has one, the contrasts in an order drawn anew; the baseline is first in one of
// two rounds that follow each other and second in the other, so that a linear drift cancels. A screening: its design's
// runs once in each round, in an order drawn anew.
class Course {
public:
    // Of pairs.
    Course(std::vector<Contrast> contrasts, int rounds, std::uint64_t seed);
    // Of a design whose runs are these arms.
    Course(const std::vector<std::size_t>& designRuns, int rounds, std::uint64_t seed);

    std::optional<BlockOrder> next() const; // none: it is over
    void done();                            // the next one was run
    void back();                            // the last one has to be run once more
    // No further pairs of this contrast, once the one under way is complete.
    void close(std::size_t contrast);
    // Confirming pairs behind everything else.
    void append(const Contrast& contrast, std::size_t number, int rounds);

    std::size_t blocksDone() const { return m_done; }
    std::size_t blocksPlanned() const { return m_orders.size(); }
    // The one behind next() is of the same pair.
    bool isPairOpen() const;

private:
    void addPair(const Contrast& contrast, std::size_t number, int round, bool baselineFirst, bool isConfirming);

    std::vector<BlockOrder> m_orders;
    std::size_t m_done = 0;
    std::uint64_t m_draws = 0;
    std::uint64_t m_seed;
};

} // namespace weir::experiment
