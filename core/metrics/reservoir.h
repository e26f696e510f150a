// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace weir::metrics {

// Which items of a stream a uniform sample keeps (Li, "Reservoir-sampling algorithms of time complexity
// O(n(1 + log(N/n)))", 1994, algorithm L): how many to pass over is drawn at once, so an item that is not kept costs a
// count and a comparison. One stream's, one thread's.
class Reservoir {
public:
    Reservoir(std::size_t size, base::Random random) : m_size(size), m_random(random) {}

    // Counts the next item. Yields where to put it, or nothing where it is not kept.
    std::optional<std::size_t> offer()
    {
        if (++m_seen != m_next) [[likely]]
            return std::nullopt;
        return place();
    }
    std::uint64_t seen() const { return m_seen; }

private:
    std::size_t place();
    void draw();

    std::uint64_t m_seen = 0;
    std::uint64_t m_next = 1; // the item to keep, from 1
    std::size_t m_size;
    double m_threshold = 1;
    base::Random m_random;
};

// A uniform sample of one of several streams.
template <typename Item>
struct StreamSample {
    std::uint64_t seen = 0; // the items of the whole stream
    std::span<const Item> kept;
};

// A uniform sample of at most `size` items of all streams together: each place goes to a stream in proportion to what
// is left of it, and takes one that its sample has left. The streams' samples must have `size` places as well.
template <typename Item>
std::vector<Item> mergedSample(std::span<const StreamSample<Item>> streams, std::size_t size, base::Random random)
{
    struct Rest {
        std::uint64_t seen;
        std::vector<Item> kept;
    };
    std::vector<Rest> rests;
    std::uint64_t total = 0;
    for (const auto& stream : streams) {
        rests.push_back({stream.seen, {stream.kept.begin(), stream.kept.end()}});
        total += stream.seen;
    }
    std::vector<Item> result;
    while (result.size() < size && total > 0) {
        auto drawn = static_cast<std::uint64_t>(random.between(0, static_cast<std::int64_t>(total) - 1));
        std::size_t from = 0;
        while (drawn >= rests[from].seen)
            drawn -= rests[from++].seen;
        auto& rest = rests[from];
        --rest.seen;
        --total;
        const auto last = static_cast<std::int64_t>(rest.kept.size()) - 1;
        if (last < 0)
            continue; // what the stream told of itself came before what it kept
        const auto at = static_cast<std::size_t>(random.between(0, last));
        result.push_back(rest.kept[at]);
        rest.kept[at] = rest.kept.back();
        rest.kept.pop_back();
    }
    return result;
}

} // namespace weir::metrics
