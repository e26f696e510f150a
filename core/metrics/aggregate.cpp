// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/aggregate.h"

#include "core/metrics/counter_fields.h"

#include <algorithm>

namespace weir::metrics {

namespace {

std::uint64_t nanosBetween(base::TimePoint from, base::TimePoint to)
{
    return to > from ? static_cast<std::uint64_t>((to - from).count()) : 0;
}

bool servedFromCache(CacheStatus status)
{
    return status == CacheStatus::Hit || status == CacheStatus::Revalidated || status == CacheStatus::Stale;
}

} // namespace

Counters& Counters::operator+=(const Counters& other)
{
    forEachCounter(*this, other, [](CounterName, auto& a, const auto& b) { a += b; });
    return *this;
}

Counters& Counters::operator-=(const Counters& other)
{
    forEachCounter(*this, other, [](CounterName, auto& a, const auto& b) { a -= b; });
    return *this;
}

void TimeSums::add(const Sample& sample)
{
    for (std::size_t i = 0; i < stageCount; ++i)
        stages[i] += sample.stages[i].count();
    queued += static_cast<std::int64_t>(nanosBetween(sample.intended, sample.sent));
    send += sample.send.count();
    wait += sample.wait.count();
    receive += sample.receive().count();
}

void Aggregate::count(std::uint64_t Counters::*counter)
{
    ++(counters.*counter);
    if (counter == &Counters::skipped || counter == &Counters::unfinished)
        at(DistributionId::Response).recordInfinite();
}

void Aggregate::add(const Sample& sample)
{
    if (sample.outcome == Outcome::Cancelled)
        return;
    auto& c = counters;
    ++c.requests;
    c.identityBytes += sample.identityBytes;
    c.wireBytes += sample.wireBytes;
    c.headerBytes += sample.headerBytes;
    c.upstreamWireBytes += sample.upstreamWireBytes;
    c.sentBytes += sample.sentBytes;
    if (servedFromCache(sample.cache))
        c.cachedIdentityBytes += sample.identityBytes;
    c.connects += sample.connects;
    c.resent += sample.resent;
    c.connectionUses += sample.usedConnection ? 1 : 0;
    ++c.cache[static_cast<std::size_t>(sample.cache)];
    ++c.outcomes[static_cast<std::size_t>(sample.outcome)];
    ++c.statusClasses[sample.status < 600 ? sample.status / 100 : 0];
    if (sample.iteration >= base::Nanos::zero()) {
        ++c.iterations;
        c.iterationNanos += sample.iteration.count();
    }
    const auto lag = nanosBetween(sample.intended, sample.sent);
    c.lateSends += lag > static_cast<std::uint64_t>(lateAfter.count()) ? 1 : 0;
    at(DistributionId::ScheduleLag).record(lag);
    if (sample.usedConnection || sample.poolWait.count() > 0)
        at(DistributionId::PoolWait).record(static_cast<std::uint64_t>(sample.poolWait.count()));
    if (sample.isCold())
        ++c.coldUses;
    if (sample.outcome == Outcome::Ok) {
        addAnswered(sample);
        return;
    }
    c.lost.add(sample);
    at(DistributionId::Failed).record(nanosBetween(sample.intended, sample.done));
    at(DistributionId::Response).recordInfinite();
}

void Aggregate::addAnswered(const Sample& sample)
{
    ++counters.ok;
    counters.good += sample.isGood ? 1 : 0;
    counters.answered.add(sample);
    at(DistributionId::Response).record(nanosBetween(sample.intended, sample.done));
    const auto service = nanosBetween(sample.sent, sample.done);
    at(DistributionId::Service).record(service);
    if (sample.usedConnection)
        addUse(service, sample.isCold());
}

void Aggregate::addUse(std::uint64_t service, bool isCold)
{
    ++(isCold ? counters.coldAnswered : counters.warmAnswered);
    (isCold ? counters.coldServiceNanos : counters.warmServiceNanos) += static_cast<std::int64_t>(service);
    at(isCold ? DistributionId::ColdService : DistributionId::WarmService).record(service);
}

void Aggregate::merge(const Aggregate& other, const base::Pause& pause)
{
    counters += other.counters;
    for (std::size_t i = 0; i < distributionCount; ++i) {
        pause();
        distributions[i].merge(other.distributions[i]);
    }
}

void Aggregate::clear(const base::Pause& pause)
{
    counters = Counters{};
    for (auto& histogram : distributions) {
        pause();
        histogram.clear();
    }
}

void Aggregate::pack()
{
    for (auto& histogram : distributions)
        histogram.pack();
}

void Aggregate::keepPacked()
{
    for (auto& histogram : distributions)
        histogram.keepPacked();
}

Levels& Levels::operator+=(const Levels& later)
{
    span += later.span;
    poolInUseSeconds += later.poolInUseSeconds;
    poolLimitSeconds += later.poolLimitSeconds;
    poolPendingSeconds += later.poolPendingSeconds;
    poolOpenSeconds += later.poolOpenSeconds;
    poolInUseMax = std::max(poolInUseMax, later.poolInUseMax);
    poolPendingMax = std::max(poolPendingMax, later.poolPendingMax);
    if (later.hasPool)
        poolLimit = later.poolLimit;
    hasPool = hasPool || later.hasPool;
    workerCpu += later.workerCpu;
    workerTime += later.workerTime;
    workerDelay += later.workerDelay;
    hasWorkerDelay = hasWorkerDelay || later.hasWorkerDelay;
    acceptPauses += later.acceptPauses;
    originCpu += later.originCpu;
    hasOrigin = hasOrigin || later.hasOrigin;
    workers = std::max(workers, later.workers);
    proxyCpu += later.proxyCpu;
    proxyWorkers = std::max(proxyWorkers, later.proxyWorkers);
    machine += later.machine;
    target += later.target;
    return *this;
}

} // namespace weir::metrics
