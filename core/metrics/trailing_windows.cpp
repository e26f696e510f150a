// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/trailing_windows.h"

#include <set>
#include <utility>

namespace weir::metrics {

TrailingWindows::BlockPtr TrailingWindows::blockOf(base::Nanos begin, const Histogram& counts)
{
    Block block{begin, counts.summary(), {}};
    counts.appendTo(block.counts);
    block.counts.shrink_to_fit();
    return std::make_shared<const Block>(std::move(block));
}

TrailingWindows::BlockPtr TrailingWindows::joined(const std::vector<BlockPtr>& parts)
{
    if (parts.size() == 1)
        return parts.front();
    m_joining.clear();
    for (const auto& part : parts)
        m_joining.merge(part->counts, part->summary);
    return blockOf(parts.front()->begin, m_joining);
}

void TrailingWindows::add(base::Nanos begin, base::Nanos end, const Histogram& counts)
{
    BlockPtr fresh = counts.isBlank() ? nullptr : blockOf(begin, counts);
    if (fresh)
        m_windows.front().closed.push_back(fresh);
    for (std::size_t i = 1; i < spans.size(); ++i) {
        auto& [closed, open, openBegin] = m_windows[i];
        if (fresh && open.empty())
            openBegin = fresh->begin;
        if (fresh)
            open.push_back(std::exchange(fresh, nullptr));
        if (open.empty() || end - openBegin < spans[i] / blocks)
            continue;
        fresh = joined(open);
        open.clear();
        closed.push_back(fresh);
    }
    for (std::size_t i = 0; i < spans.size(); ++i)
        for (auto& closed = m_windows[i].closed; !closed.empty() && closed.front()->begin < end - spans[i];)
            closed.pop_front();
}

void TrailingWindows::clear()
{
    m_windows = {};
    m_joining.clear();
}

// What has not come to a window's own blocks yet is in the open ones of it and of those between.
template <typename Visit>
void TrailingWindows::forEachBlock(std::size_t window, Visit visit) const
{
    for (const auto& block : m_windows[window].closed)
        visit(block);
    for (std::size_t i = window; i > 0; --i)
        for (const auto& block : m_windows[i].open)
            visit(block);
}

std::uint64_t TrailingWindows::count(std::size_t window, Counted counted) const
{
    std::uint64_t sum = 0;
    forEachBlock(window, [&](const BlockPtr& block) {
        sum += counted == Counted::All ? block->summary.all() : block->summary.count;
    });
    return sum;
}

void TrailingWindows::sumUp(std::size_t window, Histogram& sum, const base::Pause& pause) const
{
    sum.clear();
    forEachBlock(window, [&](const BlockPtr& block) {
        pause();
        sum.merge(block->counts, block->summary);
    });
}

std::size_t TrailingWindows::bytes() const
{
    std::set<const Block*> counted; // windows share them
    std::size_t total = 0;
    for (std::size_t i = 0; i < spans.size(); ++i)
        forEachBlock(i, [&](const BlockPtr& block) {
            if (counted.insert(block.get()).second)
                total += sizeof(Block) + block->counts.capacity() * sizeof(Histogram::Sparse::value_type);
        });
    return total;
}

} // namespace weir::metrics
