// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/collecting.h"

#include <algorithm>
#include <utility>

namespace weir::load {

namespace {
constexpr base::Nanos tick = std::chrono::milliseconds{100};
constexpr base::Nanos publishEvery = metrics::TimeSeries::recentStep; // there is nothing new to draw between

// What a worker that is pushed aside loses at a time: less than the 100 us that a late send may be noticed from.
constexpr base::Portions::Size portions{
    .work = std::chrono::microseconds{25}, .rest = std::chrono::microseconds{300}, .mostRest = tick / 2};
} // namespace

Collecting::Collecting(metrics::RunInfo run, Sources sources, const Plan& plan)
    : m_sources(std::move(sources))
    , m_plan(plan)
    , m_portions(portions)
    , m_collector(run, run.endpoints.size(), [this] { m_portions.pause(); }, plan.epochsKept)
    , m_feed(run, m_sources.listeners)
    , m_lastLevels(plan.timeline.begin)
    , m_machine(m_sources.stolenTime)
    , m_thresholds(analysis::parsedThresholds(run.thresholds))
{
    if (m_sources.proxy)
        m_proxyCpu = m_sources.proxy().cpu;
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

void Collecting::openEpoch(metrics::EventMark mark, std::optional<double> newRate, const std::function<void()>& change,
                           upstream::Cluster* newCluster)
{
    const std::lock_guard lock{m_mutex};
    Order order;
    order.mark = std::move(mark);
    order.newRate = newRate;
    order.at = base::now();
    order.levels = m_sources.cluster->takeLevels(order.at);
    if (newCluster && newCluster != m_sources.cluster) {
        m_sources.cluster = newCluster;
        newCluster->takeLevels(order.at); // of the time when nobody used it
    }
    change();
    m_orders.push_back(std::move(order));
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
    m_phase = m_plan.timeline.phaseAt(m_plan.timeline.begin);
    m_collector.beginPhase(m_phase, base::Nanos::zero());
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
    m_portions.begin();
    // Asked first: what the workers gave before they finished is then certainly taken below.
    const bool workersFinished = m_sources.workersFinished();
    std::vector<Order> orders;
    upstream::PoolLevels levels;
    base::TimePoint now;
    {
        const std::lock_guard lock{m_mutex};
        now = base::now();
        orders.swap(m_orders);
        levels = orders.empty() ? m_sources.cluster->takeLevels(now) : orders.front().levels;
    }
    const bool isTold = !orders.empty();
    // Before the phase may change: they are of the stretch that lies behind.
    addLevels(levels, orders.empty() ? now : orders.front().at);
    followPhases(now);
    beginEpochs(orders); // one that came just before the end still is one
    followEnd(now);
    auto full = m_sources.intervals.takeFull();
    m_feed.add(full);
    m_feed.advance(since(now), workersFinished);
    for (auto& empty : m_collector.merge(std::move(full))) {
        m_portions.pause();
        m_sources.intervals.giveEmpty(std::move(empty));
    }
    for (auto& failure : m_sources.failures.take())
        m_collector.addFailure(std::move(failure));
    m_collector.tick(since(now));
    if (workersFinished)
        m_state = metrics::RunState::Finished;
    if (std::exchange(m_published, m_state) != m_state || isTold || since(now) >= m_publishDue)
        publish(since(now));
    if (isTold && m_plan.epochsKept > 0)
        m_publishDue = since(now) + tick / 2; // somebody waits for the block that ended
}

// Half a tick early: which of two ticks publishes must not hang on a microsecond.
void Collecting::publish(base::Nanos now)
{
    m_publishDue = now + publishEvery - tick / 2;
    m_portions.pause();
    judge();
    m_portions.pause();
    m_collector.setState(m_state);
    if (m_sources.onSnapshot)
        m_sources.onSnapshot(m_collector.publish());
}

// The phases, within an end that the user may have brought forward.
void Collecting::followPhases(base::TimePoint now)
{
    {
        const std::lock_guard lock{m_mutex};
        if (m_endEarly && *m_endEarly < m_plan.timeline.end) {
            m_plan.timeline.end = *m_endEarly;
            m_collector.setInterrupted();
            m_collector.setEnd({metrics::RunEnd::Cause::User, "it was stopped"});
        }
        m_endEarly.reset();
    }
    // When it was reached, not now: until it is noticed here the plan would go on, with nobody to send it.
    if (const auto& stop = m_sources.stop; stop.reached() && stop.when() < m_plan.timeline.end) {
        m_plan.timeline.end = stop.when();
        m_collector.setEnd(stop.reason());
    }
    const auto& timeline = m_plan.timeline;
    if (m_state == metrics::RunState::Starting)
        m_state = timeline.measure > timeline.begin ? metrics::RunState::WarmUp : metrics::RunState::Measuring;
    const auto reached = timeline.phaseAt(now);
    while (m_phase < reached && timeline.beginOf(m_phase + 1) < timeline.end) {
        ++m_phase;
        m_collector.beginPhase(m_phase, since(timeline.beginOf(m_phase)));
        m_state = metrics::RunState::Measuring;
    }
}

void Collecting::followEnd(base::TimePoint now)
{
    const auto& timeline = m_plan.timeline;
    if (m_state != metrics::RunState::Draining && now >= timeline.end) {
        m_collector.beginDrain(since(timeline.end));
        m_collector.setEnd({metrics::RunEnd::Cause::Time, "its time was over"});
        m_state = metrics::RunState::Draining;
    }
}

// The levels up to the first were added already, before the tick that draws them.
void Collecting::beginEpochs(std::vector<Order>& orders)
{
    for (std::size_t i = 0; i < orders.size(); ++i) {
        if (i > 0)
            addLevels(orders[i].levels, orders[i].at);
        if (orders[i].newRate)
            m_liveRates.push_back({m_plan.timeline.begin + orders[i].mark.at, *orders[i].newRate});
        m_collector.beginEpoch(std::move(orders[i].mark));
    }
}

void Collecting::addLevels(const upstream::PoolLevels& pool, base::TimePoint until)
{
    metrics::Levels levels;
    levels.span = until - std::exchange(m_lastLevels, until);
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
    if (m_sources.proxy) {
        const auto proxy = m_sources.proxy();
        levels.proxyCpu = proxy.cpu - std::exchange(m_proxyCpu, proxy.cpu);
        levels.proxyWorkers = proxy.workers;
        levels.acceptPauses = proxy.acceptPauses - std::exchange(m_acceptPauses, proxy.acceptPauses);
    }
    levels.machine = m_machine.take(base::now(), base::WallClock::now());
    if (m_sources.targetLevels)
        levels.target = m_sources.targetLevels();
    levels.target.lookup = m_sources.targetLookup;
    m_collector.addLevels(levels);
}

// Requests due between two moments. Of the workers each has the same part, up to where its own plan ends.
double Collecting::plannedRequests(base::TimePoint from, base::TimePoint until) const
{
    const int workers = m_sources.stop.workers();
    double sum = 0;
    for (int worker = 0; worker < workers; ++worker)
        sum += plannedOfAll(from, std::min(until, m_sources.stop.planEnd(worker))) / workers;
    return sum;
}

// By the plan and by the rates that took its place.
double Collecting::plannedOfAll(base::TimePoint from, base::TimePoint until) const
{
    const auto planned = [this](base::TimePoint when, base::TimePoint begin) {
        return m_plan.bursts.planned(when - begin);
    };
    const auto planEnd = m_liveRates.empty() ? until : std::min(until, m_liveRates.front().since);
    double sum = 0;
    if (from < planEnd)
        sum += m_plan.load.countUntil(planned(planEnd, m_plan.timeline.begin))
            - m_plan.load.countUntil(planned(from, m_plan.timeline.begin));
    for (std::size_t i = 0; i < m_liveRates.size(); ++i) {
        const auto end = i + 1 < m_liveRates.size() ? std::min(until, m_liveRates[i + 1].since) : until;
        const auto begin = std::max(from, m_liveRates[i].since);
        if (begin < end)
            sum += m_liveRates[i].rate
                * std::chrono::duration<double>(planned(end, m_liveRates[i].since)
                                                - planned(begin, m_liveRates[i].since))
                      .count();
    }
    return sum;
}

analysis::VerdictInput Collecting::judged(metrics::PhaseId phase, base::TimePoint now) const
{
    const auto& timeline = m_plan.timeline;
    const bool isLast = phase == metrics::measuredPhase + timeline.laterPhases.size();
    const auto end = std::min(isLast ? timeline.end : timeline.beginOf(phase + 1), timeline.end);
    analysis::VerdictInput input;
    input.counters = m_collector.phaseCounters(phase);
    input.scheduleLag = m_collector.phaseHistogram(phase, metrics::DistributionId::ScheduleLag);
    input.levels = m_collector.phaseLevels(phase);
    input.sending = now < end || m_state == metrics::RunState::WarmUp || m_state == metrics::RunState::Measuring;
    input.span = m_collector.phaseSpan(phase);
    input.planned = plannedRequests(timeline.beginOf(phase), std::min(now, end));
    addRest(input, phase);
    return input;
}

analysis::VerdictInput Collecting::judged(const metrics::EpochTotals& epoch, base::TimePoint now) const
{
    const auto begin = m_plan.timeline.begin + epoch.begin();
    const auto end = m_plan.timeline.begin + epoch.end();
    analysis::VerdictInput input;
    input.counters = epoch.total().counters;
    input.scheduleLag = epoch.total().at(metrics::DistributionId::ScheduleLag);
    input.levels = epoch.levels();
    input.sending = epoch.isOpen();
    input.span = epoch.end() - epoch.begin();
    input.planned = plannedRequests(begin, std::min(now, end));
    addRest(input, epoch.phase());
    return input;
}

void Collecting::addRest(analysis::VerdictInput& input, metrics::PhaseId phase) const
{
    input.openModel = m_plan.openModel;
    input.variationOfGaps = m_plan.variationOfGaps;
    input.localLimits = m_collector.detailsOf(metrics::Outcome::LocalLimit);
    input.percentiles = analysis::percentilesJudged(m_thresholds, m_collector.phaseName(phase));
}

// Blocks of an experiment, each for itself; the run's is that of the newest.
void Collecting::judgeEpochs(base::TimePoint now)
{
    std::vector<metrics::EpochVerdict> all;
    m_collector.forEachEpoch([&](const metrics::EpochTotals& epoch) {
        all.push_back({epoch.epoch(), analysis::judge(judged(epoch, now))});
    });
    if (!all.empty())
        m_collector.setVerdict(all.back().verdict);
    m_collector.setVerdictsOnEpochs(std::move(all));
}

// Each phase that has begun, and the run.
void Collecting::judge()
{
    const auto now = base::now();
    if (m_plan.epochsKept > 0)
        return judgeEpochs(now);
    std::vector<analysis::PhaseVerdict> all;
    for (auto phase = metrics::measuredPhase; phase <= m_phase; ++phase) {
        auto verdict = analysis::judge(judged(phase, now));
        m_collector.setVerdictOn(phase, verdict);
        all.push_back({m_collector.phaseName(phase), std::move(verdict)});
    }
    m_collector.setVerdict(analysis::judgeRun(all));
}

} // namespace weir::load
