// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/recorder.h"

#include <utility>

namespace weir::metrics {

Interval::Slice& Interval::slice(PhaseId phase, EpochId epoch, Dimensions dimensions)
{
    for (std::size_t i = used; i-- > 0;)
        if (slices[i].epoch == epoch && slices[i].phase == phase)
            return slices[i];
    if (used == slices.size())
        slices.emplace_back();
    auto& fresh = slices[used++];
    fresh.phase = phase;
    fresh.epoch = epoch;
    fresh.places.resize(dimensions.endpoints);
    fresh.slowestKept = KeptQuota::of(dimensions.endpoints).slowest;
    fresh.groups.resize(dimensions.groups);
    return fresh;
}

std::size_t Interval::Slice::newPlace(EndpointId endpoint)
{
    if (touched == endpoints.size()) {
        endpoints.emplace_back();
        picks.emplace_back().slowest = Slowest{slowestKept};
        ids.emplace_back();
    }
    ids[touched] = endpoint;
    places[endpoint] = static_cast<std::uint32_t>(touched + 1);
    return touched++;
}

void Interval::Slice::clear()
{
    for (std::size_t place = 0; place < touched; ++place) {
        endpoints[place].clear();
        picks[place].clear();
        places[ids[place]] = 0;
    }
    touched = 0;
    for (auto& group : groups)
        group.clear();
}

void Interval::clear()
{
    for (std::size_t i = 0; i < used; ++i)
        slices[i].clear();
    used = 0;
    exchanges.clear();
    cpu = span = base::Nanos::zero();
    delay.reset();
}

void IntervalExchange::push(std::unique_ptr<Interval> full)
{
    const std::lock_guard lock{m_mutex};
    m_full.push_back(std::move(full));
}

std::vector<std::unique_ptr<Interval>> IntervalExchange::takeFull()
{
    const std::lock_guard lock{m_mutex};
    return std::exchange(m_full, {});
}

std::unique_ptr<Interval> IntervalExchange::takeEmpty()
{
    const std::lock_guard lock{m_mutex};
    if (m_empty.empty())
        return std::make_unique<Interval>();
    auto interval = std::move(m_empty.back());
    m_empty.pop_back();
    return interval;
}

void IntervalExchange::giveEmpty(std::unique_ptr<Interval> interval)
{
    interval->clear();
    const std::lock_guard lock{m_mutex};
    m_empty.push_back(std::move(interval));
}

Recorder::Recorder(IntervalExchange& exchange, int worker, Dimensions dimensions, base::TimePoint runBegin,
                   const base::Random& random)
    : m_exchange(exchange)
    , m_worker(worker)
    , m_dimensions(dimensions)
    , m_quota(KeptQuota::of(dimensions.endpoints))
    , m_current(exchange.takeEmpty())
    , m_runBegin(runBegin)
    , m_random(random.split(static_cast<std::uint64_t>(worker)))
{
}

// The newest are asked for most.
Recorder::Choosing* Recorder::choosing(PhaseId phase, EpochId epoch)
{
    for (std::size_t i = m_choosing.size(); i-- > 0;)
        if (m_choosing[i].epoch == epoch && m_choosing[i].phase == phase)
            return &m_choosing[i];
    if (epoch < m_forgotten)
        return nullptr;
    if (m_choosing.size() == m_quota.stretches) {
        m_forgotten = m_choosing.front().epoch + 1;
        m_choosing.pop_front();
    }
    return &m_choosing.emplace_back(
        Choosing{phase, epoch, base::Random(m_random.next()), std::vector<std::uint32_t>(m_dimensions.endpoints), {}});
}

// Made when it is asked for: ten thousand at once would hold up what is due.
ExchangePicker& Recorder::Choosing::of(EndpointId endpoint, const KeptQuota& quota)
{
    auto& place = places[endpoint];
    if (place == 0) [[unlikely]] {
        endpoints.emplace_back(random.split(endpoint), quota);
        place = static_cast<std::uint32_t>(endpoints.size());
    }
    return endpoints[place - 1];
}

void Recorder::pick(const Sample& sample, const RequestLine& line, ExchangePicks& picks)
{
    auto* const among = choosing(sample.phase, sample.epoch);
    if (!among)
        return;
    const auto choice = among->of(sample.endpoint, m_quota).offer(sample.done - sample.intended);
    if (!choice) [[likely]]
        return;
    auto detail = exchangeDetail(sample, m_runBegin, line);
    detail.worker = static_cast<std::uint16_t>(m_worker);
    if (choice.isSlow)
        picks.slowest.add(detail);
    if (choice.place)
        picks.put(*choice.place, detail);
}

// The collector sums the total, so a sample costs one fold, and one more where there are groups.
void Recorder::record(const Sample& sample, std::size_t inFlight, const RequestLine& line)
{
    auto& slice = m_current->slice(sample.phase, sample.epoch, m_dimensions);
    const auto place = slice.placeOf(sample.endpoint);
    slice.endpoints[place].add(sample);
    if (sample.clientGroup < slice.groups.size())
        slice.groups[sample.clientGroup].add(sample);
    if (sample.outcome == Outcome::Cancelled)
        return;
    pick(sample, line, slice.picks[place]);
    if (!m_keepsAll)
        return;
    auto& kept = m_current->exchanges.emplace_back(exchangeRecord(sample, m_runBegin));
    kept.worker = static_cast<std::uint16_t>(m_worker);
    kept.inFlight = static_cast<std::uint32_t>(inFlight);
}

void Recorder::count(std::uint64_t Counters::*counter, PhaseId phase, EpochId epoch, EndpointId endpoint, GroupId group)
{
    auto& slice = m_current->slice(phase, epoch, m_dimensions);
    slice.endpoints[slice.placeOf(endpoint)].count(counter);
    if (group < slice.groups.size())
        slice.groups[group].count(counter);
}

void Recorder::flush(base::Nanos cpu, base::Nanos span, std::optional<base::Nanos> delay)
{
    m_current->worker = m_worker;
    m_current->cpu = cpu;
    m_current->span = span;
    m_current->delay = delay;
    m_exchange.push(std::exchange(m_current, m_exchange.takeEmpty()));
}

} // namespace weir::metrics
