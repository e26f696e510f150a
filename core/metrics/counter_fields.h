// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/aggregate.h"

#include <string_view>

// The one list of what Counters are made of: adding them up and keeping them in a file both walk it.
namespace weir::metrics {

// Of an array's place as well: {"outcomes", 3}, where the place is that of its enumeration.
struct CounterName {
    std::string_view name;
    std::size_t place = 0;
    bool isOfArray = false;
};

template <typename A, typename B, typename Visit>
void forEachPlace(std::string_view name, A& a, B& b, Visit& visit)
{
    for (std::size_t i = 0; i < a.size(); ++i)
        visit(CounterName{name, i, true}, a[i], b[i]);
}

// Calls visit(name, a's, b's) with each counter; both may be the same counters.
template <typename A, typename B, typename Visit>
void forEachCounter(A& a, B& b, Visit visit)
{
    visit(CounterName{"planned"}, a.planned, b.planned);
    visit(CounterName{"requests"}, a.requests, b.requests);
    visit(CounterName{"ok"}, a.ok, b.ok);
    visit(CounterName{"good"}, a.good, b.good);
    visit(CounterName{"skipped"}, a.skipped, b.skipped);
    visit(CounterName{"unfinished"}, a.unfinished, b.unfinished);
    visit(CounterName{"leftOut"}, a.leftOut, b.leftOut);
    visit(CounterName{"iterations"}, a.iterations, b.iterations);
    visit(CounterName{"iterationNanos"}, a.iterationNanos, b.iterationNanos);
    visit(CounterName{"lateSends"}, a.lateSends, b.lateSends);
    visit(CounterName{"heldBackLate"}, a.heldBackLate, b.heldBackLate);
    visit(CounterName{"heldBackSkipped"}, a.heldBackSkipped, b.heldBackSkipped);
    visit(CounterName{"behindVisitors"}, a.behindVisitors, b.behindVisitors);
    visit(CounterName{"identityBytes"}, a.identityBytes, b.identityBytes);
    visit(CounterName{"wireBytes"}, a.wireBytes, b.wireBytes);
    visit(CounterName{"headerBytes"}, a.headerBytes, b.headerBytes);
    visit(CounterName{"upstreamWireBytes"}, a.upstreamWireBytes, b.upstreamWireBytes);
    visit(CounterName{"sentBytes"}, a.sentBytes, b.sentBytes);
    visit(CounterName{"cachedIdentityBytes"}, a.cachedIdentityBytes, b.cachedIdentityBytes);
    visit(CounterName{"connects"}, a.connects, b.connects);
    visit(CounterName{"resent"}, a.resent, b.resent);
    visit(CounterName{"connectionUses"}, a.connectionUses, b.connectionUses);
    visit(CounterName{"coldUses"}, a.coldUses, b.coldUses);
    visit(CounterName{"coldAnswered"}, a.coldAnswered, b.coldAnswered);
    visit(CounterName{"warmAnswered"}, a.warmAnswered, b.warmAnswered);
    visit(CounterName{"coldServiceNanos"}, a.coldServiceNanos, b.coldServiceNanos);
    visit(CounterName{"warmServiceNanos"}, a.warmServiceNanos, b.warmServiceNanos);
    forEachPlace("cache", a.cache, b.cache, visit);
    forEachPlace("outcomes", a.outcomes, b.outcomes, visit);
    forEachPlace("status_classes", a.statusClasses, b.statusClasses, visit);
    forEachPlace("answered.stages", a.answered.stages, b.answered.stages, visit);
    visit(CounterName{"answered.queued"}, a.answered.queued, b.answered.queued);
    visit(CounterName{"answered.send"}, a.answered.send, b.answered.send);
    visit(CounterName{"answered.wait"}, a.answered.wait, b.answered.wait);
    visit(CounterName{"answered.receive"}, a.answered.receive, b.answered.receive);
    forEachPlace("lost.stages", a.lost.stages, b.lost.stages, visit);
    visit(CounterName{"lost.queued"}, a.lost.queued, b.lost.queued);
    visit(CounterName{"lost.send"}, a.lost.send, b.lost.send);
    visit(CounterName{"lost.wait"}, a.lost.wait, b.lost.wait);
    visit(CounterName{"lost.receive"}, a.lost.receive, b.lost.receive);
}

} // namespace weir::metrics
