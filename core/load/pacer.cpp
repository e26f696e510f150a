// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/pacer.h"

#include "core/base/seconds.h"
#include "core/metrics/aggregate.h"

#include <algorithm>

namespace weir::load {

namespace {

// Sends may bunch up within this before catching up is held back: a worker's loop does several things between two
// looks at the schedule.
constexpr base::Nanos bunching = std::chrono::milliseconds{1};

} // namespace

Pacer::Pacer(int worker, int workers, const settings::LoadSettings& load)
    : m_worker(worker)
    , m_workers(workers)
    , m_load(load)
    , m_bursts(load)
{
}

void Pacer::planAgain(base::TimePoint anchor, const settings::LoadCurve& rate, std::uint64_t number)
{
    constexpr std::uint64_t behindThePlans = 0x1000000;
    plan(anchor, rate, behindThePlans + number);
}

void Pacer::plan(base::TimePoint anchor, const settings::LoadCurve& rate, std::uint64_t stream)
{
    for (auto& earlier : m_stretches)
        earlier.end = std::min(earlier.end, anchor);
    // The same stream on every worker: they draw the whole plan's arrivals and share them out. Apart from the streams
    // that say what is asked, which begin at 0, at 0x10000 and so on.
    const auto random = base::Random{static_cast<std::uint64_t>(m_load.seed)}.split(0x40000 + stream);
    Stretch stretch{anchor, rate, ArrivalProcess{m_load.arrivals, m_load.gammaShape, random}};
    for (int i = 0; i <= m_worker; ++i)
        stretch.count = stretch.arrivals.next();
    m_stretches.push_back(std::move(stretch));
    m_earliest = m_caughtUp = base::TimePoint::min(); // it may lie one long period of the old rate ahead
    settle();
}

// From the arrival's place in the plan each time, so that rounding never adds up.
base::TimePoint Pacer::due(const Stretch& stretch) const
{
    const auto time = stretch.rate.when(stretch.count);
    return time ? stretch.anchor + m_bursts.sent(*time) : base::TimePoint::max();
}

void Pacer::advance()
{
    auto& stretch = m_stretches.front();
    for (int i = 0; i < m_workers; ++i)
        stretch.count = stretch.arrivals.next();
    settle();
}

// Leaves the stretches behind that have nothing more due.
void Pacer::settle()
{
    m_isHeldBack = false;
    m_next = due(m_stretches.front());
    while (m_stretches.size() > 1 && m_next >= m_stretches.front().end) {
        m_stretches.pop_front();
        m_next = due(m_stretches.front());
    }
}

// Between two sendings that catch up: half the gap that the plan has there.
base::Nanos Pacer::leastGap(const Stretch& stretch) const
{
    const double rate = stretch.rate.at(m_bursts.planned(m_next - stretch.anchor)) * m_bursts.height();
    return base::fromSeconds(rate > 0 ? m_workers / rate / 2 : 0);
}

std::optional<Pacer::Start> Pacer::poll(base::TimePoint now)
{
    if (!isDue(now))
        return std::nullopt;
    Start start;
    start.intended = m_next;
    if (m_load.late == settings::LatePolicy::Skip && now - m_next > metrics::lateAfter) {
        start.skip = true;
        advance();
        return start;
    }
    // Only what is late waits: the others may come as close together as the plan has them.
    if (now - m_next > bunching) {
        const auto gap = leastGap(m_stretches.front());
        m_earliest = std::min(m_earliest, m_caughtUp + gap); // the rate may have jumped since the last one
        m_isHeldBack = now < m_earliest;
        if (m_isHeldBack)
            return std::nullopt;
        m_caughtUp = std::max(m_earliest, now - bunching);
        m_earliest = m_caughtUp + gap;
    }
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
    if (m_next >= m_end)
        return base::TimePoint::max();
    return m_isHeldBack ? m_earliest : m_next;
}

} // namespace weir::load
