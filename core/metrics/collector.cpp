// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/collector.h"

#include <algorithm>
#include <numeric>

namespace weir::metrics {

namespace {

// Workers flush about every 100 ms, so what they cover cannot be much older than this.
constexpr base::Nanos mostUncovered = std::chrono::milliseconds{250};

} // namespace

Collector::Collector(RunInfo run, std::size_t endpoints, base::Pause pause, std::size_t epochsKept)
    : m_run(std::make_shared<const RunInfo>(std::move(run)))
    , m_endpoints(endpoints)
    , m_quota(KeptQuota::of(endpoints))
    , m_epochsKept(epochsKept)
    , m_pause(std::move(pause))
    , m_series(m_pause, m_run->goodWithin)
{
}

EpochTotals& Collector::totals(PhaseId phase, EpochId epoch)
{
    const auto at = std::find_if(m_totals.rbegin(), m_totals.rend(),
                                 [&](const auto& t) { return t->phase() == phase && t->epoch() == epoch; });
    if (at != m_totals.rend())
        return **at;
    if (m_totals.size() >= m_quota.stretches)
        m_totals[m_totals.size() - m_quota.stretches]->dropExchanges();
    return *m_totals.emplace_back(std::make_unique<EpochTotals>(phase, epoch, m_now,
                                                                Dimensions{m_endpoints, m_run->clientGroups.size()},
                                                                randomOf(phase, epoch), m_run, m_pause));
}

base::Random Collector::randomOf(PhaseId phase, EpochId epoch) const
{
    return base::Random(static_cast<std::uint64_t>(m_run->seed)).split(epoch).split(static_cast<std::uint64_t>(phase));
}

std::vector<std::unique_ptr<Interval>> Collector::merge(std::vector<std::unique_ptr<Interval>> intervals)
{
    for (const auto& interval : intervals) {
        for (std::size_t i = 0; i < interval->used; ++i)
            fold(interval->slices[i], interval->worker);
        addWorkerTime(*interval);
    }
    return intervals;
}

void Collector::fold(Interval::Slice& slice, int worker)
{
    if (slice.epoch < m_forgotten)
        return;
    auto& sum = totals(slice.phase, slice.epoch);
    for (std::size_t place = 0; place < slice.touched; ++place)
        sum.foldEndpoint(place, slice, worker);
    for (std::size_t i = 0; i < slice.groups.size(); ++i)
        sum.foldGroup(i, slice);
}

void Collector::addWorkerTime(const Interval& interval)
{
    const auto worker = static_cast<std::size_t>(interval.worker);
    if (worker >= m_covered.size())
        m_covered.resize(worker + 1);
    m_covered[worker] += interval.span;
    Levels levels;
    levels.workerCpu = interval.cpu;
    levels.workerTime = interval.span;
    levels.hasWorkerDelay = interval.delay.has_value();
    levels.workerDelay = interval.delay.value_or(base::Nanos::zero());
    levels.workers = static_cast<int>(m_covered.size());
    addLevels(levels);
}

// The drain's levels would water down those of the phase, which says what the pool did while requests were sent.
void Collector::addLevels(const Levels& levels)
{
    if (m_draining)
        current().addDrainLevels(levels);
    else
        current().addLevels(levels);
}

void Collector::addFailure(Failure failure)
{
    if (m_failures.size() == failuresKeptInAll)
        return;
    auto& kept = m_failureCounts[{failure.endpoint, failure.outcome}];
    if (kept == failuresKept)
        return;
    ++kept;
    m_failures.push_back(std::move(failure));
}

void Collector::beginPhase(PhaseId phase, base::Nanos at)
{
    open(phase, m_epoch, at);
    m_state = phase == warmUpPhase ? RunState::WarmUp : RunState::Measuring;
}

void Collector::beginEpoch(EventMark mark)
{
    if (m_draining)
        return;
    mark.number = static_cast<int>(m_events.size()) + 1;
    if (m_epochsKept > 0)
        current().finish(); // whoever reads blocks needs each endpoint's whole
    open(m_phase, mark.epoch, mark.at);
    forgetOld();
    if (!mark.text.empty())
        m_events.push_back(std::move(mark));
}

void Collector::forgetOld()
{
    if (m_epochsKept == 0 || m_totals.size() <= m_epochsKept)
        return;
    m_totals.erase(m_totals.begin(), m_totals.end() - static_cast<std::ptrdiff_t>(m_epochsKept));
    m_forgotten = m_totals.front()->epoch();
}

void Collector::beginDrain(base::Nanos at)
{
    current().close(at);
    m_draining = true;
    m_state = RunState::Draining;
}

void Collector::open(PhaseId phase, EpochId epoch, base::Nanos at)
{
    if (m_begun)
        current().close(at);
    m_begun = true;
    m_phase = phase;
    m_epoch = epoch;
    current().reopen(at, m_now);
    m_series.begin(at, phase, epoch);
    m_bands.begin(at, phase, epoch);
}

// How far the intervals reach. Rates over the time they cover do not flutter when a worker's flush and a tick pass
// each other.
base::Nanos Collector::coveredUntil() const
{
    if (m_covered.empty())
        return m_now;
    const auto sum = std::accumulate(m_covered.begin(), m_covered.end(), base::Nanos{});
    return std::clamp(sum / static_cast<std::int64_t>(m_covered.size()), m_now - mostUncovered, m_now);
}

void Collector::tick(base::Nanos now)
{
    m_now = now;
    std::vector<TimeSeries::Part> parts;
    for (const auto& t : m_totals) {
        if (!t->hasTick())
            continue;
        t->closeTick();
        parts.push_back({t->phase(), t->epoch(), &t->tick(), &t->tickLevels()});
    }
    m_series.add(coveredUntil(), parts);
    m_pause();
    m_bands.add(coveredUntil(), parts);
    m_pause();
    for (const auto& t : m_totals) {
        t->clearTick();
        t->extend(now);
    }
}

void Collector::setState(RunState state)
{
    if (state == RunState::Finished && m_state != RunState::Finished) {
        m_series.finish();
        for (const auto& t : m_totals)
            t->finish();
    }
    m_state = state;
}

void Collector::setVerdictOn(PhaseId phase, Verdict verdict)
{
    if (m_judged.size() <= phase)
        m_judged.resize(phase + std::size_t{1});
    m_judged[phase] = std::move(verdict);
}

Counters Collector::phaseCounters(PhaseId phase) const
{
    Counters sum;
    for (const auto& t : m_totals)
        if (t->phase() == phase)
            sum += t->total().counters;
    return sum;
}

Histogram Collector::phaseHistogram(PhaseId phase, DistributionId id) const
{
    Histogram sum;
    for (const auto& t : m_totals)
        if (t->phase() == phase)
            sum.merge(t->total().at(id));
    return sum;
}

Levels Collector::phaseLevels(PhaseId phase) const
{
    Levels sum;
    for (const auto& t : m_totals)
        if (t->phase() == phase)
            sum += t->levels();
    return sum;
}

base::Nanos Collector::phaseSpan(PhaseId phase) const
{
    base::Nanos sum{};
    for (const auto& t : m_totals)
        if (t->phase() == phase)
            sum += t->end() - t->begin();
    return sum;
}

Collector::Rows Collector::collected(const Rows& (EpochTotals::*of)()) const
{
    Rows all;
    for (PhaseId phase = warmUpPhase; phase < m_run->phases.size(); ++phase) {
        for (const auto& t : m_totals) {
            if (t->phase() != phase)
                continue;
            const auto& some = (t.get()->*of)();
            all.insert(all.end(), some.begin(), some.end());
        }
    }
    return all;
}

std::vector<std::string> Collector::detailsOf(Outcome outcome) const
{
    std::vector<std::string> details;
    for (const auto& failure : m_failures)
        if (failure.outcome == outcome && std::ranges::find(details, failure.detail) == details.end())
            details.push_back(failure.detail);
    return details;
}

SnapshotPtr Collector::publish()
{
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->run = m_run;
    snapshot->state = m_state;
    snapshot->elapsed = m_now;
    snapshot->phase = m_phase;
    snapshot->epoch = m_epoch;
    snapshot->rows = collected(&EpochTotals::rows);
    if (!m_run->clientGroups.empty())
        snapshot->groupRows = collected(&EpochTotals::groupRows);
    m_pause();
    snapshot->recent = m_series.recent();
    snapshot->seconds = m_series.seconds();
    snapshot->latencies = m_bands.columns();
    snapshot->events = m_events;
    snapshot->failures = m_failures;
    snapshot->verdict = m_verdict;
    snapshot->judged = m_judged;
    snapshot->judgedEpochs = m_judgedEpochs;
    snapshot->interrupted = m_interrupted;
    snapshot->ended = m_end;
    return snapshot;
}

} // namespace weir::metrics
