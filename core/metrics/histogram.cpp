// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/histogram.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace weir::metrics {

Summary& Summary::operator+=(const Summary& other)
{
    count += other.count;
    sum += other.sum;
    min = std::min(min, other.min);
    max = std::max(max, other.max);
    saturated += other.saturated;
    infinite += other.infinite;
    return *this;
}

Histogram::Histogram(const Histogram& other)
    : m_packed(other.m_packed)
    , m_list(other.m_list)
    , m_summary(other.m_summary)
    , m_staysPacked(other.m_staysPacked)
{
    if (!other.m_pages)
        return;
    m_pages = std::make_unique<Pages>();
    mergePages(*other.m_pages);
}

Histogram& Histogram::operator=(const Histogram& other)
{
    if (this != &other)
        *this = Histogram{other};
    return *this;
}

void Histogram::merge(const Histogram& other)
{
    if (other.empty()) {
        m_summary.infinite += other.m_summary.infinite;
        return;
    }
    if (other.m_pages && !m_staysPacked) {
        if (!m_pages)
            unpack();
        mergePages(*other.m_pages);
    } else if (other.m_pages) {
        other.forEachIndex([this](std::size_t index, std::uint64_t n) { add(index, n); });
    } else {
        other.forEachPacked([this](std::size_t index, std::uint64_t n) { add(index, n); });
        for (const auto& [index, n] : other.m_list)
            add(index, n);
    }
    m_summary += other.m_summary;
}

void Histogram::mergePages(const Pages& other)
{
    for (std::size_t p = 0; p < pageCount; ++p) {
        auto& page = (*m_pages)[p];
        if (!other[p] || other[p]->total == 0)
            continue;
        if (!page) {
            page = std::make_unique<Page>(*other[p]);
            continue;
        }
        page->total += other[p]->total;
        for (std::size_t i = 0; i < pageSize; ++i)
            page->counts[i] += other[p]->counts[i];
    }
}

void Histogram::clear()
{
    if (isBlank())
        return;
    if (count() < listed / 4)
        m_pages.reset();
    for (std::size_t p = 0; m_pages && p < pageCount; ++p)
        if (auto& page = (*m_pages)[p]; page && page->total > 0)
            *page = Page{};
    m_packed.clear();
    m_list.clear();
    m_summary = Summary{};
}

static void append(std::vector<std::uint8_t>& bytes, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        bytes.push_back(static_cast<std::uint8_t>(value | 0x80));
    bytes.push_back(static_cast<std::uint8_t>(value));
}

std::uint64_t Histogram::taken(Packed::const_iterator& at)
{
    std::uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
        const std::uint64_t byte = *at++;
        value |= (byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
}

namespace {

// Takes counts in ascending order of their index, the same one several times if need be.
class Packer {
public:
    void add(std::size_t index, std::uint64_t count)
    {
        if (index != m_index)
            put();
        m_index = index;
        m_count += count;
    }
    std::vector<std::uint8_t> take()
    {
        put();
        m_bytes.shrink_to_fit();
        return std::move(m_bytes);
    }

private:
    void put()
    {
        if (m_count == 0)
            return;
        append(m_bytes, m_index - std::exchange(m_last, m_index));
        append(m_bytes, std::exchange(m_count, 0));
    }

    std::vector<std::uint8_t> m_bytes;
    std::size_t m_last = 0;
    std::size_t m_index = 0;
    std::uint64_t m_count = 0;
};

} // namespace

void Histogram::pack()
{
    if (!m_pages) {
        sortIn();
        m_list.shrink_to_fit();
        return;
    }
    Packer packer;
    forEachIndex([&](std::size_t index, std::uint64_t n) { packer.add(index, n); });
    m_pages.reset();
    m_packed = packer.take();
}

void Histogram::keepPacked()
{
    pack();
    m_staysPacked = true;
}

bool Histogram::addToList(std::size_t index, std::uint64_t& count)
{
    constexpr std::uint64_t most = 65535;
    for (; count > 0; count -= std::min(count, most)) {
        if (m_list.size() == listed && !m_staysPacked)
            return false;
        if (m_list.size() == listed)
            sortIn();
        if (m_list.capacity() == 0)
            m_list.reserve(listed / 8);
        m_list.push_back({static_cast<std::uint16_t>(index), static_cast<std::uint16_t>(std::min(count, most))});
    }
    return true;
}

void Histogram::sortIn()
{
    if (m_list.empty())
        return;
    std::ranges::sort(m_list, {}, &Listed::index);
    Packer packer;
    auto next = m_list.begin();
    forEachPacked([&](std::size_t index, std::uint64_t n) {
        for (; next != m_list.end() && next->index < index; ++next)
            packer.add(next->index, next->count);
        packer.add(index, n);
    });
    for (; next != m_list.end(); ++next)
        packer.add(next->index, next->count);
    m_packed = packer.take();
    m_list.clear();
}

void Histogram::unpack()
{
    m_pages = std::make_unique<Pages>();
    const auto list = std::exchange(m_list, {});
    const Histogram* const self = this;
    self->forEachPacked([this](std::size_t index, std::uint64_t n) { add(index, n); });
    m_packed = {};
    for (const auto& [index, n] : list)
        add(index, n);
}

std::size_t Histogram::bytes() const
{
    if (!m_pages)
        return sizeof(*this) + m_packed.capacity() + m_list.capacity() * sizeof(Listed);
    const auto pages = std::ranges::count_if(*m_pages, [](const auto& page) { return page != nullptr; });
    return sizeof(*this) + sizeof(Pages) + static_cast<std::size_t>(pages) * sizeof(Page);
}

// The subtraction undoes the rounding of p, so that 99.9 % of 1000 are 999 and not 1000.
static std::uint64_t rankOf(double p, std::uint64_t count)
{
    const auto rank = std::ceil(p / 100.0 * static_cast<double>(count) * (1.0 - 1e-15) - 1e-9);
    return static_cast<std::uint64_t>(std::max(1.0, rank));
}

std::uint64_t Histogram::percentile(double p) const
{
    if (empty())
        return 0;
    return p >= 100.0 ? m_summary.max : valueAt(rankOf(p, m_summary.count));
}

double Histogram::percentileOfAll(double p) const
{
    if (isBlank())
        return 0;
    const auto rank = p >= 100.0 ? m_summary.all() : rankOf(p, m_summary.all());
    if (rank > m_summary.count)
        return std::numeric_limits<double>::infinity();
    return static_cast<double>(p >= 100.0 ? m_summary.max : valueAt(rank));
}

std::uint64_t Histogram::valueAt(std::uint64_t wanted) const
{
    if (m_pages)
        return valueInPages(wanted);
    std::uint64_t seen = 0;
    auto found = m_summary.max;
    forEachIndex([&](std::size_t index, std::uint64_t n) {
        if (seen < wanted && seen + n >= wanted)
            found = std::min(highestAt(index), m_summary.max);
        seen += n;
    });
    return found;
}

std::uint64_t Histogram::valueInPages(std::uint64_t rank) const
{
    for (std::size_t page = 0; page < pageCount; ++page) {
        const Page* here = (*m_pages)[page].get();
        if (!here)
            continue;
        if (here->total >= rank) {
            std::size_t i = 0;
            for (; rank > here->counts[i]; ++i)
                rank -= here->counts[i];
            return std::min(highestAt(page * pageSize + i), m_summary.max);
        }
        rank -= here->total;
    }
    return m_summary.max;
}

bool Histogram::operator==(const Histogram& other) const
{
    const auto countsOf = [](const Histogram& histogram) {
        std::vector<std::pair<std::size_t, std::uint64_t>> counts;
        histogram.forEachIndex([&](std::size_t index, std::uint64_t n) { counts.emplace_back(index, n); });
        return counts;
    };
    return m_summary == other.m_summary && countsOf(*this) == countsOf(other);
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
    forEachIndex([&](std::size_t index, std::uint64_t n) {
        sparse.emplace_back(static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(n));
    });
}

void Histogram::recordAt(std::size_t index, std::uint64_t count)
{
    add(index, count);
    m_summary += Summary{
        .count = count, .sum = count * lowestAt(index), .min = lowestAt(index), .max = highestAt(index)};
}

void Histogram::merge(const Sparse& sparse, const Summary& summary)
{
    for (const auto& [index, n] : sparse)
        add(index, n);
    m_summary += summary;
}

} // namespace weir::metrics
