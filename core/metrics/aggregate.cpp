// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/aggregate.h"

#include <algorithm>

namespace weir::metrics {

namespace {

template <typename Apply>
void forEachCounter(Counters& a, const Counters& b, Apply apply)
{
    apply(a.planned, b.planned);
    apply(a.requests, b.requests);
    apply(a.ok, b.ok);
    apply(a.skipped, b.skipped);
    apply(a.unfinished, b.unfinished);
    apply(a.leftOut, b.leftOut);
    apply(a.iterations, b.iterations);
    apply(a.iterationNanos, b.iterationNanos);
    apply(a.lateSends, b.lateSends);
    apply(a.heldBackLate, b.heldBackLate);
    apply(a.heldBackSkipped, b.heldBackSkipped);
    apply(a.behindVisitors, b.behindVisitors);
    apply(a.identityBytes, b.identityBytes);
    apply(a.wireBytes, b.wireBytes);
    apply(a.headerBytes, b.headerBytes);
    apply(a.upstreamWireBytes, b.upstreamWireBytes);
    apply(a.sentBytes, b.sentBytes);
    apply(a.cachedIdentityBytes, b.cachedIdentityBytes);
    apply(a.connects, b.connects);
    apply(a.resent, b.resent);
    apply(a.connectionUses, b.connectionUses);
    apply(a.coldUses, b.coldUses);
    apply(a.coldServiceNanos, b.coldServiceNanos);
    apply(a.warmServiceNanos, b.warmServiceNanos);
    for (std::size_t i = 0; i < cacheStatusCount; ++i)
        apply(a.cache[i], b.cache[i]);
    for (std::size_t i = 0; i < outcomeCount; ++i)
        apply(a.outcomes[i], b.outcomes[i]);
    for (std::size_t i = 0; i < a.statusClasses.size(); ++i)
        apply(a.statusClasses[i], b.statusClasses[i]);
    for (std::size_t i = 0; i < stageCount; ++i)
        apply(a.stageNanos[i], b.stageNanos[i]);
    apply(a.queuedNanos, b.queuedNanos);
    apply(a.sendNanos, b.sendNanos);
    apply(a.waitNanos, b.waitNanos);
    apply(a.receiveNanos, b.receiveNanos);
}

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
    forEachCounter(*this, other, [](auto& a, const auto& b) { a += b; });
    return *this;
}

Counters& Counters::operator-=(const Counters& other)
{
    forEachCounter(*this, other, [](auto& a, const auto& b) { a -= b; });
    return *this;
}

void Aggregate::add(const Sample& sample)
{
    if (sample.outcome == Outcome::Cancelled)
        return;
    auto& c = counters;
    ++c.requests;
    c.ok += sample.outcome == Outcome::Ok ? 1 : 0;
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
    for (std::size_t i = 0; i < stageCount; ++i)
        c.stageNanos[i] += sample.stages[i].count();

    c.sendNanos += sample.send.count();
    c.waitNanos += sample.wait.count();
    c.receiveNanos += sample.receive().count();

    if (sample.iteration >= base::Nanos::zero()) {
        ++c.iterations;
        c.iterationNanos += sample.iteration.count();
    }
    const auto lag = nanosBetween(sample.intended, sample.sent);
    c.queuedNanos += static_cast<std::int64_t>(lag);
    c.lateSends += lag > static_cast<std::uint64_t>(lateAfter.count()) ? 1 : 0;
    at(DistributionId::ScheduleLag).record(lag);
    at(DistributionId::Response).record(nanosBetween(sample.intended, sample.done));
    const auto service = nanosBetween(sample.sent, sample.done);
    at(DistributionId::Service).record(service);
    if (sample.usedConnection)
        addUse(service, sample.connects > 0);
    if (sample.usedConnection || sample.poolWait.count() > 0)
        at(DistributionId::PoolWait).record(static_cast<std::uint64_t>(sample.poolWait.count()));
}

void Aggregate::addUse(std::uint64_t service, bool isCold)
{
    counters.coldUses += isCold ? 1 : 0;
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
