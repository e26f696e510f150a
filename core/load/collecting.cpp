// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/collecting.h"

#include <algorithm>
#include <utility>

namespace weir::load {

namespace {
constexpr base::Nanos tick = std::chrono::milliseconds{100};
}

Collecting::Collecting(metrics::RunInfo run, Sources sources, const Plan& plan)
    : m_sources(std::move(sources)), m_plan(plan), m_collector(run, run.endpoints.size()),
      m_lastLevels(plan.timeline.begin), m_plannedUntil(plan.timeline.measure)
{
    if (m_sources.originCpu)
        m_originCpu = m_sources.originCpu();
    m_thread = std::thread{[this] { this->run(); }};
}

Collecting::~Collecting()
{
    join();
}

void Collecting::join()
{
    if (m_thread.joinable())
        m_thread.join();
}

void Collecting::openEpoch(metrics::EventMark mark, double rate)
{
    const std::lock_guard lock{m_mutex};
    m_orders.emplace_back(std::move(mark), rate);
    m_wake.notify_one();
}

void Collecting::endEarly(base::TimePoint now)
{
    const std::lock_guard lock{m_mutex};
    if (!m_endEarly)
        m_endEarly = now;
    m_wake.notify_one();
}

void Collecting::run()
{
    m_collector.beginPhase(m_plan.timeline.phaseAt(m_plan.timeline.begin), base::Nanos::zero());
    auto due = m_plan.timeline.begin + tick;
    while (m_state != metrics::RunState::Finished) {
        {
            std::unique_lock lock{m_mutex};
            m_wake.wait_until(lock, due, [this] { return !m_orders.empty() || m_endEarly; });
        }
        round();
        while (due <= base::now())
            due += tick;
    }
    m_finished.store(true, std::memory_order_release);
}

void Collecting::round()
{
    // Asked first: what the workers gave before they finished is then certainly taken below.
    const bool workersFinished = m_sources.workersFinished();
    const auto now = base::now();
    followTimeline(now);
    sampleLevels(now);
    for (auto& empty : m_collector.merge(m_sources.intervals.takeFull()))
        m_sources.intervals.giveEmpty(std::move(empty));
    for (auto& failure : m_sources.failures.take())
        m_collector.addFailure(std::move(failure));
    m_collector.tick(since(now));
    takeOrders();
    if (workersFinished)
        m_state = metrics::RunState::Finished;
    judge();
    m_collector.setState(m_state);
    if (m_sources.onSnapshot)
        m_sources.onSnapshot(m_collector.publish());
}

// The phases, and the end that the user may have brought forward.
void Collecting::followTimeline(base::TimePoint now)
{
    {
        const std::lock_guard lock{m_mutex};
        if (m_endEarly && *m_endEarly < m_plan.timeline.end) {
            m_plan.timeline.end = *m_endEarly;
            m_collector.setInterrupted();
        }
        m_endEarly.reset();
    }
    const auto& timeline = m_plan.timeline;
    if (m_state == metrics::RunState::Starting)
        m_state = timeline.measure > timeline.begin ? metrics::RunState::WarmUp : metrics::RunState::Measuring;
    if (m_state == metrics::RunState::WarmUp && now >= timeline.measure && timeline.measure < timeline.end) {
        m_collector.beginPhase(metrics::Phase::Measure, since(timeline.measure));
        m_state = metrics::RunState::Measuring;
    }
    const auto sent = std::min(now, timeline.end);
    if (sent > m_plannedUntil) {
        m_plannedRequests += m_plan.rate * std::chrono::duration<double>(sent - m_plannedUntil).count();
        m_plannedUntil = sent;
    }
    if (m_state != metrics::RunState::Draining && now >= timeline.end) {
        m_collector.beginDrain(since(timeline.end));
        m_state = metrics::RunState::Draining;
    }
}

void Collecting::takeOrders()
{
    std::vector<std::pair<metrics::EventMark, double>> orders;
    {
        const std::lock_guard lock{m_mutex};
        orders.swap(m_orders);
    }
    for (auto& [mark, rate] : orders) {
        m_collector.beginEpoch(std::move(mark));
        m_plan.rate = rate;
    }
}

void Collecting::sampleLevels(base::TimePoint now)
{
    metrics::Levels levels;
    levels.span = now - std::exchange(m_lastLevels, now);
    const auto pool = m_sources.cluster.takeLevels(now);
    if (m_plan.hasPool) {
        levels.hasPool = true;
        levels.poolInUseSeconds = pool.inUseSeconds;
        levels.poolLimitSeconds = pool.limitSeconds;
        levels.poolPendingSeconds = pool.pendingSeconds;
        levels.poolOpenSeconds = pool.openSeconds;
        levels.poolInUseMax = pool.inUseMax;
        levels.poolPendingMax = pool.pendingMax;
        levels.poolLimit = pool.limit;
    }
    if (m_sources.originCpu) {
        const auto used = m_sources.originCpu();
        levels.hasOrigin = true;
        levels.originCpu = used - std::exchange(m_originCpu, used);
    }
    m_collector.addLevels(levels);
}

void Collecting::judge()
{
    const auto total = m_collector.phaseTotal(metrics::Phase::Measure);
    analysis::VerdictInput input;
    input.counters = total.counters;
    input.scheduleLag = total.at(metrics::DistributionId::ScheduleLag);
    input.levels = m_collector.phaseLevels(metrics::Phase::Measure);
    input.openModel = m_plan.openModel;
    input.span = m_collector.phaseSpan(metrics::Phase::Measure);
    const double seconds = std::chrono::duration<double>(input.span).count();
    input.plannedRate = seconds > 0 ? m_plannedRequests / seconds : 0;
    input.inFlightLimitHits = m_sources.inFlightLimitHits.load(std::memory_order_relaxed);
    m_collector.setVerdict(analysis::judge(input));
}

} // namespace weir::load
