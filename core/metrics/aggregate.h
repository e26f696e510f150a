// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/portions.h"
#include "core/metrics/histogram.h"
#include "core/metrics/machine_levels.h"
#include "core/metrics/sample.h"
#include "core/metrics/target_levels.h"

#include <vector>

// What is kept of many samples. Everything here adds up: aggregates of workers, intervals and endpoints merge into
// those of the run without loss.
namespace weir::metrics {

// What samples are told apart by besides phase and epoch, each for itself.
struct Dimensions {
    Dimensions(std::size_t itsEndpoints, std::size_t itsGroups = 0) : endpoints(itsEndpoints), groups(itsGroups) {}

    std::size_t endpoints;
    std::size_t groups; // of clients; none where all are alike
};

enum class DistributionId : std::uint8_t {
    Response,    // intended start to the end of the body
    Service,     // send to the end of the body
    PoolWait,    // waiting for a connection to the target; exchanges that needed one only
    ScheduleLag, // how late a request was sent

    // Of whole stretches only: moving windows of these would cost as much again for what changes slowly.
    ColdService, // the service time of exchanges that a connection was opened for
    WarmService, // of those on a connection that was open already
};
inline constexpr std::size_t distributionCount = 6;
inline constexpr std::size_t windowedDistributions = 4; // the first ones

struct Counters {
    std::uint64_t planned = 0;  // due by the schedule, or started by a user
    std::uint64_t requests = 0; // ended with an outcome
    std::uint64_t ok = 0;
    std::uint64_t skipped = 0;         // due, but left out (load.late=skip)
    std::uint64_t unfinished = 0;      // still without a reply when the drain ended
    std::uint64_t leftOut = 0;         // steps that a flow did not come to, since one before had failed
    std::uint64_t iterations = 0;      // flows that came to their end, and requests outside of flows
    std::int64_t iterationNanos = 0;   // from when their first request was due to the end of their last
    std::uint64_t lateSends = 0;       // sent more than lateAfter behind the schedule
    std::uint64_t heldBackLate = 0;    // of the late ones, those that load.max_in_flight or max_visitors held back
    std::uint64_t heldBackSkipped = 0; // of the skipped ones, likewise
    std::uint64_t behindVisitors = 0;  // of both, those that load.max_visitors held back

    std::uint64_t identityBytes = 0;
    std::uint64_t wireBytes = 0;
    std::uint64_t headerBytes = 0;
    std::uint64_t upstreamWireBytes = 0;
    std::uint64_t sentBytes = 0;
    std::uint64_t cachedIdentityBytes = 0; // identity bytes of replies that the cache answered

    std::uint64_t connects = 0;
    std::uint64_t resent = 0;         // beyond one for each request
    std::uint64_t connectionUses = 0; // exchanges that a connection to the target served
    std::uint64_t coldUses = 0;       // of them, those that it was opened for
    std::int64_t coldServiceNanos = 0;
    std::int64_t warmServiceNanos = 0;

    std::array<std::uint64_t, cacheStatusCount> cache{};
    std::array<std::uint64_t, outcomeCount> outcomes{};
    std::array<std::uint64_t, 6> statusClasses{}; // [2]: 200..299; [0]: no reply
    std::array<std::int64_t, stageCount> stageNanos{};
    std::int64_t queuedNanos = 0;
    std::int64_t sendNanos = 0; // these three divide the upstream stage's
    std::int64_t waitNanos = 0;
    std::int64_t receiveNanos = 0;

    Counters& operator+=(const Counters& other);
    Counters& operator-=(const Counters& other); // of counters added before
    bool operator==(const Counters&) const = default;

    std::uint64_t failed() const { return requests - ok; }
    std::uint64_t at(CacheStatus status) const { return cache[static_cast<std::size_t>(status)]; }
};

// A send within this of its intended start counts as in time.
inline constexpr base::Nanos lateAfter = std::chrono::milliseconds{1};

struct Aggregate {
    Counters counters;
    std::array<Histogram, distributionCount> distributions;

    Histogram& at(DistributionId id) { return distributions[static_cast<std::size_t>(id)]; }
    const Histogram& at(DistributionId id) const { return distributions[static_cast<std::size_t>(id)]; }

    void add(const Sample& sample);
    void merge(const Aggregate& other, const base::Pause& pause = base::noPause);
    void clear(const base::Pause& pause = base::noPause);
    void pack();       // its histograms: of samples that are all there
    void keepPacked(); // those of one among many

private:
    void addUse(std::uint64_t service, bool isCold);
};

// Levels that are sampled rather than counted: pool occupancy and where the CPU went. They belong to the run as a
// whole, not to an endpoint. Times are integrals, so two stretches add up.
struct Levels {
    base::Nanos span{};          // of the stretch that was sampled
    double poolInUseSeconds = 0; // integral of connections in use
    double poolLimitSeconds = 0;
    double poolPendingSeconds = 0;
    double poolOpenSeconds = 0; // integral of open connections, idle ones included
    std::int64_t poolInUseMax = 0;
    std::int64_t poolPendingMax = 0;
    std::int64_t poolLimit = 0; // the last one
    bool hasPool = false;
    base::Nanos workerCpu{};     // CPU the workers used, polling while idle excluded
    base::Nanos workerTime{};    // wall time of all workers together
    base::Nanos workerDelay{};   // of it, ready to run while other threads had the processor
    bool hasWorkerDelay = false; // the system tells
    base::Nanos originCpu{};     // of the built-in origin
    bool hasOrigin = false;
    int workers = 0;
    base::Nanos proxyCpu{};         // of the proxy's own workers, where the load goes through its listener
    int proxyWorkers = 0;           // 0: it has none of its own
    std::uint64_t acceptPauses = 0; // of the proxy's listener, for a limit of this process
    MachineLevels machine;
    TargetLevels target;

    Levels& operator+=(const Levels& later);
    bool operator==(const Levels&) const = default;
};

} // namespace weir::metrics
