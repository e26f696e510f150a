// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/pacer.h"

#include "core/metrics/aggregate.h"

#include <algorithm>
#include <cmath>

namespace weir::load {

namespace {

// Sends may bunch up within this before catching up is held back: a worker's loop does several things between two
// looks at the schedule.
constexpr base::Nanos bunching = std::chrono::milliseconds{1};

} // namespace

// From the arrival's number each time, so that rounding never adds up.
base::TimePoint Pacer::Stretch::due() const
{
    return anchor + base::Nanos{std::llround(static_cast<double>(k) * periodNs)};
}

void Pacer::plan(base::TimePoint anchor, double rate)
{
    for (auto& earlier : m_stretches)
        earlier.end = std::min(earlier.end, anchor);
    Stretch stretch;
    stretch.anchor = anchor;
    stretch.periodNs = 1e9 / rate;
    stretch.k = static_cast<std::uint64_t>(m_worker);
    m_stretches.push_back(stretch);
    m_earliest = base::TimePoint::min(); // it may lie one long period of the old rate ahead
    settle();
}

void Pacer::advance()
{
    m_stretches.front().k += static_cast<std::uint64_t>(m_workers);
    settle();
}

// Leaves the stretches behind that have nothing more due.
void Pacer::settle()
{
    while (m_stretches.front().due() >= m_stretches.front().end)
        m_stretches.pop_front();
    m_next = m_stretches.front().due();
}

std::optional<Pacer::Start> Pacer::poll(base::TimePoint now)
{
    if (!isDue(now))
        return std::nullopt;
    Start start;
    start.intended = m_next;
    if (m_late == settings::LatePolicy::Skip && now - m_next > metrics::lateAfter) {
        start.skip = true;
        advance();
        return start;
    }
    if (now < m_earliest)
        return std::nullopt;
    const base::Nanos halfPeriod{static_cast<std::int64_t>(m_stretches.front().periodNs * m_workers / 2)};
    m_earliest = std::max(m_earliest, now - bunching) + halfPeriod;
    advance();
    return start;
}

std::optional<base::TimePoint> Pacer::discard()
{
    if (m_next >= m_end)
        return std::nullopt;
    const auto due = m_next;
    advance();
    return due;
}

base::TimePoint Pacer::next() const
{
    return m_next < m_end ? std::max(m_next, m_earliest) : base::TimePoint::max();
}

} // namespace weir::load
