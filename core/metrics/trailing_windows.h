// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/portions.h"
#include "core/metrics/histogram.h"

#include <array>
#include <deque>
#include <memory>
#include <vector>

namespace weir::metrics {

// The moving windows of one distribution: what was added in the last 1, 5, 10 and 60 s, never older. Old counts leave a
// window a tenth of it at a time, so it covers nine to ten tenths of its span.
//
// Made for many counts of which few are looked at: adding keeps a stretch's counts as a block, a longer window's blocks
// are joined from those of the shorter one, and a window is summed up when it is asked for. Owned and used by one
// thread.
class TrailingWindows {
public:
    static constexpr std::array<base::Nanos, 4> spans{std::chrono::seconds{1}, std::chrono::seconds{5},
                                                      std::chrono::seconds{10}, std::chrono::seconds{60}};
    static constexpr int blocks = 10; // of a window

    // Counts of the stretch [begin, end); stretches come in order.
    void add(base::Nanos begin, base::Nanos end, const Histogram& counts);
    void clear();

    // `window`: an index into spans.
    std::uint64_t count(std::size_t window, Counted counted = Counted::Values) const;
    // All that is in the window, in place of what `sum` held: one that is used again keeps its memory.
    void sumUp(std::size_t window, Histogram& sum, const base::Pause& pause = base::noPause) const;
    std::size_t bytes() const; // of the blocks

private:
    struct Block {
        base::Nanos begin{};
        Summary summary;
        Histogram::Sparse counts;
    };
    using BlockPtr = std::shared_ptr<const Block>;
    struct Window {
        std::deque<BlockPtr> closed;
        std::vector<BlockPtr> open; // closed ones of the shorter window that make its next
        base::Nanos openBegin{};
    };

    static BlockPtr blockOf(base::Nanos begin, const Histogram& counts);
    BlockPtr joined(const std::vector<BlockPtr>& parts);
    template <typename Visit>
    void forEachBlock(std::size_t window, Visit visit) const;

    std::array<Window, spans.size()> m_windows;
    Histogram m_joining; // reused
};

} // namespace weir::metrics
