// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/latency_bands.h"

#include <algorithm>

namespace weir::metrics {

namespace {

// Half a tick: which of two ticks closes a column must not hang on a microsecond.
constexpr base::Nanos columnTolerance = std::chrono::milliseconds{50};

std::shared_ptr<const LatencyColumn> joined(const LatencyColumn& first, const LatencyColumn& second)
{
    LatencyColumn both{first.begin, second.end, first.phase, first.epoch, {}, first.late};
    auto a = first.cells.begin();
    auto b = second.cells.begin();
    while (a != first.cells.end() || b != second.cells.end()) {
        const bool takesA = b == second.cells.end() || (a != first.cells.end() && a->band <= b->band);
        const bool takesB = a == first.cells.end() || (b != second.cells.end() && b->band <= a->band);
        auto& cell = both.cells.emplace_back();
        cell.band = takesA ? a->band : b->band;
        cell.count = (takesA ? a->count : 0) + (takesB ? b->count : 0);
        a += takesA ? 1 : 0;
        b += takesB ? 1 : 0;
    }
    return std::make_shared<const LatencyColumn>(std::move(both));
}

std::vector<LatencyColumn::Cell> cellsOf(std::span<const std::uint32_t> counts)
{
    std::vector<LatencyColumn::Cell> cells;
    for (std::size_t band = 0; band < counts.size(); ++band)
        if (counts[band] > 0)
            cells.push_back({static_cast<std::uint16_t>(band), counts[band]});
    return cells;
}

} // namespace

void LatencyBands::begin(base::Nanos at, PhaseId phase, EpochId epoch)
{
    m_pending.push_back(Stretch{at, phase, epoch});
    ++m_stretches;
}

void LatencyBands::add(base::Nanos until, std::span<const TickPart> parts)
{
    addLate(until, parts);
    for (const auto& next : m_pending) {
        consume(std::min(next.begin, until), parts);
        close();
        m_stretch = next;
    }
    m_pending.clear();
    consume(until, parts);
    if (m_until - m_begin + columnTolerance >= m_length) {
        close();
        closeLate();
    }
}

bool LatencyBands::isLate(const TickPart& part) const
{
    return !part.isOf(m_stretch.phase, m_stretch.epoch)
        && std::ranges::none_of(m_pending, [&](const Stretch& next) { return part.isOf(next.phase, next.epoch); });
}

void LatencyBands::addTo(Counts& counts, const TickPart& part)
{
    part.total->at(DistributionId::Response).forEach([&](std::uint64_t lowest, std::uint64_t, std::uint64_t count) {
        counts[latency_band::of(lowest)] += static_cast<std::uint32_t>(count);
    });
}

void LatencyBands::addLate(base::Nanos until, std::span<const TickPart> parts)
{
    for (const auto& part : parts) {
        if (!isLate(part))
            continue;
        auto late = std::ranges::find_if(m_late,
                                         [&](const Late& l) { return part.isOf(l.stretch.phase, l.stretch.epoch); });
        if (late == m_late.end())
            late = m_late.insert(late, Late{{m_until, part.phase, part.epoch}, m_until, m_until, {}});
        addTo(late->counts, part);
        late->end = std::max(late->end, until);
    }
}

void LatencyBands::closeLate()
{
    for (const auto& [stretch, begin, end, counts] : m_late)
        keepLate({begin, end, stretch.phase, stretch.epoch, cellsOf(counts), true});
    m_late.clear();
}

void LatencyBands::keepLate(LatencyColumn column)
{
    const auto isSame = [&](const auto& other) { return other->phase == column.phase && other->epoch == column.epoch; };
    const auto last = std::find_if(m_lateColumns.rbegin(), m_lateColumns.rend(), isSame);
    if (static_cast<std::size_t>(std::ranges::count_if(m_lateColumns, isSame)) < mostLate)
        m_lateColumns.push_back(std::make_shared<const LatencyColumn>(std::move(column)));
    else
        *last = joined(**last, column);
}

void LatencyBands::consume(base::Nanos until, std::span<const TickPart> parts)
{
    const auto part = std::ranges::find_if(parts,
                                           [&](const TickPart& p) { return p.isOf(m_stretch.phase, m_stretch.epoch); });
    if (part != parts.end())
        addTo(m_counts, *part);
    m_until = std::max(until, m_until);
}

std::shared_ptr<const LatencyColumn> LatencyBands::open() const
{
    return std::make_shared<const LatencyColumn>(
        LatencyColumn{m_begin, m_until, m_stretch.phase, m_stretch.epoch, cellsOf(m_counts)});
}

void LatencyBands::close()
{
    if (m_until > m_begin)
        m_columns.push_back(open());
    m_counts.fill(0);
    m_begin = m_until;
    if (m_columns.size() >= most + m_stretches)
        join();
}

void LatencyBands::join()
{
    LatencyColumns fewer;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const auto& column = m_columns[i];
        const auto* next = i + 1 < m_columns.size() ? m_columns[i + 1].get() : nullptr;
        const bool joins = next && next->phase == column->phase && next->epoch == column->epoch
            && next->end - column->begin <= 2 * m_length + columnTolerance;
        fewer.push_back(joins ? joined(*column, *next) : column);
        i += joins ? 1 : 0;
    }
    m_columns = std::move(fewer);
    m_length *= 2;
}

LatencyColumns LatencyBands::columns() const
{
    auto all = m_columns;
    if (m_until > m_begin)
        all.push_back(open());
    all.insert(all.end(), m_lateColumns.begin(), m_lateColumns.end());
    for (const auto& [stretch, begin, end, counts] : m_late)
        all.push_back(std::make_shared<const LatencyColumn>(
            LatencyColumn{begin, end, stretch.phase, stretch.epoch, cellsOf(counts), true}));
    return all;
}

} // namespace weir::metrics
