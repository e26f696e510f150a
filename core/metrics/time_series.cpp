// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/time_series.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>

namespace weir::metrics {

using namespace std::chrono_literals;

namespace {

// The last tick of a step may come a little early or late; half a tick decides which one it is.
constexpr base::Nanos pointTolerance = 50ms;

// A rate over less is noise: one request in 5 ms would show as 200 a second.
constexpr base::Nanos shortestForRates = 150ms;

// The first requests of a stretch are still under way, or not handed over by their worker. A rate over that time would
// tell of a dip that nobody's requests took.
constexpr base::Nanos settling = 150ms;

constexpr std::size_t tenSecondWindow = 2; // index in TrailingWindows::spans

Tally tallyOf(base::Nanos begin, base::Nanos end, const TimeSeries::Part* part)
{
    Tally tally{
        .begin = begin, .end = end, .counters = {}, .levels = {}, .response = {}, .failed = {}, .scheduleLag = {}};
    if (!part)
        return tally;
    tally.counters = part->total->counters;
    tally.levels = *part->levels;
    tally.response = part->total->at(DistributionId::Response).summary();
    tally.failed = part->total->at(DistributionId::Failed).summary();
    tally.scheduleLag = part->total->at(DistributionId::ScheduleLag).summary();
    return tally;
}

Tally nothingYet(base::Nanos at)
{
    return tallyOf(at, at, nullptr);
}

std::shared_ptr<Point> pointOf(const Tally& tally, PhaseId phase, EpochId epoch, const MetricSource& source)
{
    return std::make_shared<Point>(Point{tally.end, tally.span(), epoch, phase, readAll(source)});
}

void blankRates(MetricValues& values)
{
    for (std::size_t i = 0; i < values.size(); ++i)
        if (metrics()[i].kind == MetricKind::Rate)
            values[i] = std::numeric_limits<double>::quiet_NaN();
}

} // namespace

TimeSeries::TimeSeries(base::Pause pause, base::Nanos goodWithin) : m_pause(std::move(pause)), m_goodWithin(goodWithin)
{
}

MetricSource TimeSeries::sourceOf(const Tally& tally) const
{
    return MetricSource{.counters = &tally.counters,
                        .span = tally.span(),
                        .distributions = {},
                        .response = tally.response,
                        .failed = tally.failed,
                        .scheduleLag = tally.scheduleLag,
                        .goodWithin = m_goodWithin,
                        .levels = &tally.levels};
}

bool TimeSeries::Cadence::reached(base::Nanos now)
{
    if (now + pointTolerance < next)
        return false;
    next = ((now + pointTolerance) / step + 1) * step;
    return true;
}

void TimeSeries::begin(base::Nanos at, PhaseId phase, EpochId epoch)
{
    m_pending.push_back(Stretch{at, phase, epoch});
}

void TimeSeries::add(base::Nanos until, std::span<const Part> parts)
{
    addLate(until, parts);
    for (const auto& next : m_pending) {
        consume(std::min(next.begin, until), parts);
        closeStretch();
        m_stretch = next;
    }
    m_pending.clear();
    consume(until, parts);
}

void TimeSeries::finish()
{
    emitLate(m_lateRecent, m_recent);
    emitLate(m_lateSecond, m_seconds);
    emitLate(m_lateTen, m_tens);
    closeStretch();
}

bool TimeSeries::isLate(const Part& part) const
{
    return !part.isOf(m_stretch.phase, m_stretch.epoch)
        && std::ranges::none_of(m_pending, [&](const Stretch& next) { return part.isOf(next.phase, next.epoch); });
}

void TimeSeries::addLate(base::Nanos until, std::span<const Part> parts)
{
    for (const auto& part : parts)
        if (isLate(part))
            for (auto* lates : {&m_lateRecent, &m_lateSecond, &m_lateTen})
                addTo(*lates, std::max(until, m_until), part);
}

void TimeSeries::addTo(Lates& lates, base::Nanos until, const Part& part) const
{
    auto late = std::ranges::find_if(lates, [&](const Late& l) { return part.isOf(l.phase, l.epoch); });
    if (late == lates.end())
        late = lates.insert(late, Late{part.phase, part.epoch, nothingYet(m_until), {}});
    late->tally += tallyOf(m_until, until, &part);
    for (std::size_t id = 0; id < windowedDistributions; ++id)
        late->distributions[id].merge(part.total->distributions[id]);
}

template <typename Points>
void TimeSeries::emitLate(Lates& lates, Points& points)
{
    for (const auto& late : lates)
        points.push_back(latePoint(late));
    lates.clear();
}

std::shared_ptr<Point> TimeSeries::latePoint(const Late& late) const
{
    auto source = sourceOf(late.tally);
    source.takeWhole(late.distributions);
    auto result = pointOf(late.tally, late.phase, late.epoch, source);
    blankRates(result->values);
    result->late = true;
    return result;
}

void TimeSeries::consume(base::Nanos until, std::span<const Part> parts)
{
    const auto part = std::ranges::find_if(parts,
                                           [&](const Part& p) { return p.isOf(m_stretch.phase, m_stretch.epoch); });
    const bool told = part != parts.end();
    until = std::max(until, m_until);
    if (!told && until == m_until)
        return;
    const auto tally = tallyOf(m_until, until, told ? &*part : nullptr);
    slideWindows(tally, told ? part->total : nullptr);
    extend(tally);
    m_until = until;
    emitDue();
}

void TimeSeries::slideWindows(const Tally& tally, const Aggregate* total)
{
    static const Histogram none;
    for (std::size_t id = 0; id < windowedDistributions; ++id) {
        m_pause();
        m_windows[id].add(tally.begin, tally.end, total ? total->distributions[id] : none);
    }
}

void TimeSeries::extend(const Tally& tally)
{
    m_trailing.push_back(tally);
    while (m_trailing.size() > 1 && m_trailing.front().begin < tally.end - 1s)
        m_trailing.pop_front();
    m_second += tally;
    m_ten += tally;
}

void TimeSeries::emitDue()
{
    if (m_recentDue.reached(m_until)) {
        emitLate(m_lateRecent, m_recent);
        emitRecent();
    }
    if (m_secondDue.reached(m_until)) {
        emitLate(m_lateSecond, m_seconds);
        emitSecond();
    }
    if (m_tenDue.reached(m_until)) {
        emitLate(m_lateTen, m_tens);
        emitTen();
    }
}

void TimeSeries::closeStretch()
{
    if (!m_recent.empty() && m_recent.back()->at < m_until)
        emitRecent();
    emitSecond();
    emitTen();
    m_trailing.clear();
    for (auto& windows : m_windows)
        windows.clear();
}

void TimeSeries::emitRecent()
{
    if (m_trailing.empty())
        return;
    auto first = std::ranges::find_if(m_trailing,
                                      [&](const Tally& tick) { return tick.begin >= m_stretch.begin + settling; });
    const bool isSettled = first != m_trailing.end();
    if (!isSettled)
        first = m_trailing.begin();
    const auto tally = std::accumulate(std::next(first), m_trailing.end(), *first, [](Tally sum, const Tally& tick) {
        sum += tick;
        return sum;
    });
    auto recent = point(tally, 0);
    if (!isSettled)
        blankRates(recent->values);
    m_recent.push_back(std::move(recent));
    const auto old = std::ranges::find_if(m_recent, [&](const auto& p) { return p->at > m_until - recentReach; });
    m_recent.erase(m_recent.begin(), old);
}

void TimeSeries::emitSecond()
{
    if (m_second.span() > 0ns)
        m_seconds.push_back(point(m_second, 0));
    m_second = nothingYet(m_until);
}

void TimeSeries::emitTen()
{
    if (m_ten.span() > 0ns)
        m_tens.push_back(point(m_ten, tenSecondWindow));
    m_ten = nothingYet(m_until);
    rollUp();
}

// A point of ten seconds takes the place of those it sums up.
void TimeSeries::rollUp()
{
    while (!m_tens.empty() && m_tens.front()->at <= m_until - secondsReach) {
        const auto first = m_seconds.begin() + static_cast<std::ptrdiff_t>(m_rolledUp);
        const auto last = std::find_if(first, m_seconds.end(),
                                       [&](const auto& p) { return p->at > m_tens.front()->at; });
        m_seconds.insert(m_seconds.erase(first, last), std::move(m_tens.front()));
        m_tens.pop_front();
        ++m_rolledUp;
    }
}

std::shared_ptr<Point> TimeSeries::point(const Tally& tally, std::size_t firstWindow)
{
    auto source = sourceOf(tally);
    for (std::size_t id = 0; id < windowedDistributions; ++id) {
        m_sums[id].isKnown = {};
        source.distributions[id] = [this, id, firstWindow](std::uint64_t samples) {
            return holding(samples, Counted::Values, id, firstWindow);
        };
    }
    source.distributions[static_cast<std::size_t>(DistributionId::Adjusted)] = [this, firstWindow](std::uint64_t all) {
        return holding(all, Counted::All, static_cast<std::size_t>(DistributionId::Response), firstWindow);
    };
    auto result = pointOf(tally, m_stretch.phase, m_stretch.epoch, source);
    if (tally.span() < shortestForRates)
        blankRates(result->values);
    return result;
}

// The shortest window with enough samples answers. Each is summed up once for a point, and only if it is asked.
const Histogram* TimeSeries::holding(std::uint64_t samples, Counted counted, std::size_t distribution,
                                     std::size_t firstWindow)
{
    auto& [sums, isKnown] = m_sums[distribution];
    for (auto i = firstWindow; i < sums.size(); ++i) {
        if (m_windows[distribution].count(i, counted) < samples)
            continue;
        if (!std::exchange(isKnown[i], true))
            m_windows[distribution].sumUp(i, sums[i], m_pause);
        return &sums[i];
    }
    return nullptr;
}

std::size_t TimeSeries::windowBytes() const
{
    std::size_t total = 0;
    for (const auto& windows : m_windows)
        total += windows.bytes();
    for (const auto& [sums, isKnown] : m_sums)
        for (const auto& sum : sums)
            total += sum.bytes();
    return total;
}

} // namespace weir::metrics
