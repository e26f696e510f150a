// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace weir::metrics {

// What is known of many values exactly, whatever the resolution of their histogram.
struct Summary {
    std::uint64_t count = 0;
    std::uint64_t sum = 0;
    std::uint64_t min = ~std::uint64_t{0}; // of nothing: above every value
    std::uint64_t max = 0;
    std::uint64_t saturated = 0; // values above Histogram::highest, which sum, min and max still hold as they were
    std::uint64_t infinite = 0;  // beside count: what never came, and so stands above every value

    Summary& operator+=(const Summary& other);
    bool operator==(const Summary&) const = default;

    std::uint64_t all() const { return count + infinite; }
    double mean() const { return count == 0 ? 0.0 : static_cast<double>(sum) / static_cast<double>(count); }
};

// What a number of samples is about: what came, or what never came as well.
enum class Counted { Values, All };

// A high dynamic range histogram (Tene, HdrHistogram), value-compatible with the published format at three
// significant digits and lowest discernible value 1: counts of non-negative integers up to one hour in nanoseconds,
// each value kept to within 1/1024; larger ones are counted with the largest, while the maximum stays exact. Unlike the
// published ones it has three forms, which read the same. The first hundred counts are a list of half a KiB. Beyond it
// is paged, which is fast: a page is allocated when a count first falls into it, and `clear` keeps the pages unless
// they were of little use. One that is done with, or of which there are thousands, is packed: two or three bytes for
// each distinct value, and the list for what comes next.
// What never came, as a reply that was waited for in vain, is counted apart as infinite: it merges with the rest, and
// only `percentileOfAll` has it among the values.
// Not thread-safe: each worker has its own, and they are merged.
class Histogram {
public:
    static constexpr int subBucketBits = 11; // 2048 sub-buckets: three significant digits
    static constexpr std::uint64_t subBuckets = 1u << subBucketBits;
    static constexpr std::uint64_t subBucketHalf = subBuckets / 2;
    static constexpr std::uint64_t highest = 3'600'000'000'000; // values above lie in its bucket
    static constexpr std::size_t pageSize = 128;                // counts in a page

    Histogram() = default;
    Histogram(const Histogram& other);
    Histogram& operator=(const Histogram& other);
    Histogram(Histogram&&) noexcept = default;
    Histogram& operator=(Histogram&&) noexcept = default;

    void record(std::uint64_t value, std::uint64_t count = 1)
    {
        if (value > highest) [[unlikely]]
            m_summary.saturated += count;
        add(indexOf(value > highest ? highest : value), count);
        m_summary.count += count;
        m_summary.sum += value * count;
        if (value < m_summary.min)
            m_summary.min = value;
        if (value > m_summary.max)
            m_summary.max = value;
    }

    void recordInfinite(std::uint64_t count = 1) { m_summary.infinite += count; }

    void merge(const Histogram& other);
    void clear();
    void pack();
    // From here on it is packed for good, with another hundred counts sorted in at a time: some KiB at any count, for
    // five times the work of pages.
    void keepPacked();

    bool isPaged() const { return m_pages != nullptr; }
    bool empty() const { return m_summary.count == 0; }
    bool isBlank() const { return m_summary.all() == 0; } // not even anything infinite
    std::uint64_t count() const { return m_summary.count; }
    std::uint64_t min() const { return empty() ? 0 : m_summary.min; } // exact, as are max and mean
    std::uint64_t max() const { return m_summary.max; }
    double mean() const { return m_summary.mean(); }
    const Summary& summary() const { return m_summary; }
    std::size_t bytes() const; // of memory in use

    // The smallest recorded value v such that at least p percent of the counts are <= v, as the highest value
    // equivalent to it, never above max(). p in [0, 100]; 100 is max() exactly. 0 when empty.
    std::uint64_t percentile(double p) const;

    // The same with the infinite ones among them, as which it is infinite where it falls among those. 0 when blank.
    double percentileOfAll(double p) const;

    bool operator==(const Histogram& other) const;

    // The counts in ascending order of value, empty buckets left out: visit(lowest, highest equivalent, count).
    template <typename Visit>
    void forEach(Visit visit) const
    {
        forEachIndex([&](std::size_t index, std::uint64_t n) { visit(lowestAt(index), highestAt(index), n); });
    }

    // Bucket arithmetic of the published format.
    static std::size_t indexOf(std::uint64_t value)
    {
        const int bucket = 64 - subBucketBits - std::countl_zero(value | (subBuckets - 1));
        const std::uint64_t sub = value >> bucket;
        return static_cast<std::size_t>((static_cast<std::uint64_t>(bucket) << (subBucketBits - 1)) + sub);
    }
    static std::uint64_t lowestAt(std::size_t index);
    static std::uint64_t highestAt(std::size_t index);

    // Counts that are known by their bucket only, as a file has them; min, max and mean are then those of the buckets.
    void recordAt(std::size_t index, std::uint64_t count);

    // Counts as (index, count) pairs, and back: what a trailing window keeps of a stretch.
    using Sparse = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
    void appendTo(Sparse& sparse) const;
    void merge(const Sparse& sparse, const Summary& summary); // `summary`: exactly what is known of these counts

private:
    struct Page {
        std::uint64_t total = 0; // of its counts: pages that a clear left empty cost no merge and no search
        std::array<std::uint64_t, pageSize> counts{};
    };
    static constexpr std::size_t indexCount = 33 * subBucketHalf + subBucketHalf;
    static constexpr std::size_t pageCount = (indexCount + pageSize - 1) / pageSize;
    using Pages = std::array<std::unique_ptr<Page>, pageCount>;
    using Packed = std::vector<std::uint8_t>;

    void add(std::size_t index, std::uint64_t count)
    {
        if (!m_pages) {
            if (addToList(index, count))
                return;
            unpack();
        }
        auto& page = (*m_pages)[index / pageSize];
        if (!page) [[unlikely]]
            page = std::make_unique<Page>();
        page->total += count;
        page->counts[index % pageSize] += count;
    }

    // Of what pack has written: LEB128, as in many formats.
    static std::uint64_t taken(Packed::const_iterator& at);

    // A count that has come lately, on its way into the other forms.
    struct Listed {
        std::uint16_t index = 0;
        std::uint16_t count = 0;
    };
    using List = std::vector<Listed>;
    static constexpr std::size_t listed = 128;
    static_assert(indexCount <= 65536);

    template <typename Visit>
    void forEachPacked(Visit visit) const
    {
        std::size_t index = 0;
        for (auto at = m_packed.begin(); at != m_packed.end();) {
            index += taken(at);
            visit(index, taken(at));
        }
    }

    template <typename Visit> // visit(index, count), in ascending order
    void forEachIndex(Visit visit) const
    {
        if (!m_list.empty()) {
            Histogram sorted{*this};
            sorted.sortIn();
            return sorted.forEachPacked(visit);
        }
        forEachPacked(visit);
        for (std::size_t p = 0; m_pages && p < pageCount; ++p) {
            const Page* page = (*m_pages)[p].get();
            if (!page || page->total == 0)
                continue;
            for (std::size_t i = 0; i < pageSize; ++i)
                if (const auto n = page->counts[i]; n != 0)
                    visit(p * pageSize + i, n);
        }
    }

    bool addToList(std::size_t index, std::uint64_t& count); // false: there is no place for what is left of it
    void sortIn();                                           // what is listed, into what is packed
    void unpack();
    void mergePages(const Pages& other);
    std::uint64_t valueAt(std::uint64_t rank) const;
    std::uint64_t valueInPages(std::uint64_t rank) const;

    std::unique_ptr<Pages> m_pages; // where there are any, the others are empty
    Packed m_packed;                // by turns: how much further the next index is, and its count
    List m_list;
    Summary m_summary;
    bool m_staysPacked = false;
};

} // namespace weir::metrics
