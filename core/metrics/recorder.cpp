// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/recorder.h"

#include <utility>

namespace weir::metrics {

Interval::Slice& Interval::slice(PhaseId phase, EpochId epoch, std::size_t endpoints)
{
    for (std::size_t i = used; i-- > 0;)
        if (slices[i].epoch == epoch && slices[i].phase == phase)
            return slices[i];
    if (used == slices.size())
        slices.emplace_back();
    auto& fresh = slices[used++];
    fresh.phase = phase;
    fresh.epoch = epoch;
    fresh.endpoints.resize(endpoints);
    return fresh;
}

void Interval::clear()
{
    for (std::size_t i = 0; i < used; ++i) {
        for (auto& endpoint : slices[i].endpoints)
            endpoint.clear();
    }
    used = 0;
    exchanges.clear();
    cpu = span = base::Nanos::zero();
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

Recorder::Recorder(IntervalExchange& exchange, int worker, std::size_t endpoints)
    : m_exchange(exchange)
    , m_worker(worker)
    , m_endpoints(endpoints)
    , m_current(exchange.takeEmpty())
{
}

// Only the endpoints' aggregates are written here; the collector sums the total, so a sample costs one fold.
void Recorder::record(const Sample& sample, std::size_t inFlight)
{
    m_current->slice(sample.phase, sample.epoch, m_endpoints).endpoints[sample.endpoint].add(sample);
    if (!m_runBegin || sample.outcome == Outcome::Cancelled)
        return;
    auto& kept = m_current->exchanges.emplace_back(exchangeRecord(sample, *m_runBegin));
    kept.worker = static_cast<std::uint16_t>(m_worker);
    kept.inFlight = static_cast<std::uint32_t>(inFlight);
}

void Recorder::count(std::uint64_t Counters::*counter, PhaseId phase, EpochId epoch, EndpointId endpoint)
{
    ++(m_current->slice(phase, epoch, m_endpoints).endpoints[endpoint].counters.*counter);
}

void Recorder::flush(base::Nanos cpu, base::Nanos span)
{
    m_current->worker = m_worker;
    m_current->cpu = cpu;
    m_current->span = span;
    m_exchange.push(std::exchange(m_current, m_exchange.takeEmpty()));
}

} // namespace weir::metrics
