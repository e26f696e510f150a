// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/portions.h"
#include "core/metrics/epoch_totals.h"
#include "core/metrics/time_series.h"

#include <map>

namespace weir::metrics {

// Sums up a run: folds the workers' intervals, keeps the rows of every phase, epoch and endpoint and the time lines,
// and publishes them. Lives as long as its run and is used on one thread, the collector's; only the snapshots leave it.
// All times are since the start of the run.
//
// In each round: merge the full intervals, add the levels, tick; publish where there is something to show. A change of
// phase or epoch is told as soon as it is known; samples of the earlier one that come later still go to its row.
//
// Memory: a steady run does not grow beyond `ceiling`, whatever its length. An epoch that is over and quiet is packed,
// and its exchanges stay whole only while it is among the newest; then it costs `packedEpoch` for each endpoint where
// it had some hundred requests of each: a thousand turns of a knob with six endpoints are some 50 MiB.
class Collector {
public:
    // Bytes, with latencies over two decades: the time lines of an hour, their windows and the heat map; for each
    // endpoint of a phase and epoch under way its histograms and row, and exchanges of it and of those before. Those of
    // many are packed: with a thousand requests of each some 20 KiB, and with any number of them no more than there
    // are latencies to tell apart.
    static constexpr std::int64_t ceiling(std::size_t endpoints)
    {
        constexpr std::int64_t lines = 18 << 20, each = 512 << 10, eachOfMany = 32 << 10;
        return endpoints <= EpochTotals::fewEndpoints
            ? lines + each * static_cast<std::int64_t>(endpoints + 1)
            : lines + each + eachOfMany * static_cast<std::int64_t>(endpoints);
    }
    static constexpr std::int64_t packedEpoch = 8 << 10;

    static constexpr std::size_t failuresKept = 5;         // of each endpoint and outcome
    static constexpr std::size_t failuresKeptInAll = 1000; // some 2 MiB at most, and copied with each snapshot

    // `epochsKept`: of blocks that somebody reads one by one, each judged for itself; earlier ones are forgotten, and
    // what comes later for them. 0: all, and none is.
    explicit Collector(RunInfo run, std::size_t endpoints, base::Pause pause = base::noPause,
                       std::size_t epochsKept = 0);
    Collector(const Collector&) = delete;
    Collector& operator=(const Collector&) = delete;

    // Returns the intervals, which may be recycled. The workers' CPU time is taken from them.
    std::vector<std::unique_ptr<Interval>> merge(std::vector<std::unique_ptr<Interval>> intervals);

    // Sending under this phase begins; the epoch goes on.
    void beginPhase(PhaseId phase, base::Nanos at);
    // A change took effect at mark.at and opened mark.epoch. Its number is given here.
    void beginEpoch(EventMark mark);
    // Sending ended: rates count up to here, replies still due are waited for.
    void beginDrain(base::Nanos at);

    // What was sampled since the last call, for the current phase and epoch: pool and origin. The workers' CPU comes
    // with their intervals, so leave those fields alone.
    void addLevels(const Levels& levels);
    void addFailure(Failure failure);

    // Advances the time lines. Nominally every 100 ms.
    void tick(base::Nanos now);

    void setVerdict(Verdict verdict) { m_verdict = std::move(verdict); }
    void setVerdictOn(PhaseId phase, Verdict verdict);
    void setVerdictsOnEpochs(std::vector<EpochVerdict> verdicts) { m_judgedEpochs = std::move(verdicts); }
    void setState(RunState state); // Finished closes the time lines
    void setInterrupted() { m_interrupted = true; }
    // What ended the sending; the first one holds.
    void setEnd(RunEnd end)
    {
        if (m_end.cause == RunEnd::Cause::None)
            m_end = std::move(end);
    }

    const std::string& phaseName(PhaseId phase) const { return m_run->phases[phase]; }
    // What the verdict on a phase is judged by: all its epochs, which no report shows summed.
    Counters phaseCounters(PhaseId phase) const;
    Histogram phaseHistogram(PhaseId phase, DistributionId id) const;
    Levels phaseLevels(PhaseId phase) const;
    base::Nanos phaseSpan(PhaseId phase) const; // while requests were sent

    // Each that is kept, the newest last.
    template <typename Visit>
    void forEachEpoch(Visit visit) const
    {
        for (const auto& totals : m_totals)
            visit(static_cast<const EpochTotals&>(*totals));
    }

    // Of the failures that were kept: how each kind of these was told, once.
    std::vector<std::string> detailsOf(Outcome outcome) const;

    SnapshotPtr publish();

private:
    EpochTotals& totals(PhaseId phase, EpochId epoch);
    base::Random randomOf(PhaseId phase, EpochId epoch) const;
    EpochTotals& current() { return totals(m_phase, m_epoch); }
    void fold(Interval::Slice& slice, int worker);
    void forgetOld();
    void addWorkerTime(const Interval& interval);
    void open(PhaseId phase, EpochId epoch, base::Nanos at);
    base::Nanos coveredUntil() const;
    using Rows = std::vector<std::shared_ptr<const Row>>;
    Rows collected(const Rows& (EpochTotals::*of)()) const;

    std::shared_ptr<const RunInfo> m_run;
    std::size_t m_endpoints;
    KeptQuota m_quota;
    std::size_t m_epochsKept;
    EpochId m_forgotten = 0; // epochs before this one are
    base::Pause m_pause;
    std::vector<std::unique_ptr<EpochTotals>> m_totals; // in the order they began
    TimeSeries m_series;
    LatencyBands m_bands;
    std::vector<base::Nanos> m_covered; // by worker: the time its intervals cover so far
    std::vector<EventMark> m_events;
    std::vector<Failure> m_failures;
    std::map<std::pair<EndpointId, Outcome>, std::size_t> m_failureCounts;
    Verdict m_verdict;
    std::vector<Verdict> m_judged; // by PhaseId
    std::vector<EpochVerdict> m_judgedEpochs;
    RunState m_state = RunState::Starting;
    bool m_interrupted = false;
    RunEnd m_end;
    bool m_draining = false;
    bool m_begun = false;
    PhaseId m_phase = warmUpPhase;
    EpochId m_epoch = 0;
    base::Nanos m_now{};
};

} // namespace weir::metrics
