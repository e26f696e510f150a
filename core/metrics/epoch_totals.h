// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/portions.h"
#include "core/metrics/recorder.h"
#include "core/metrics/snapshot.h"

namespace weir::metrics {

// Everything measured of one phase and epoch, by endpoint and in total, and the report's rows of it. A row is made
// anew only when something of it changed, and of the endpoints' at most `rowsAtOnce` each time they are asked for, by
// turns: with a thousand endpoints a row is up to two seconds old while the run goes on, which its end tells, and the
// last snapshot's are all of the same moment. What is closed and has been quiet for a while is packed, and where there
// are more than `fewEndpoints` theirs are packed from the beginning: some KiB for each of a hundred requests instead of
// 165. Lives in the collector, on its thread, as long as the run.
class EpochTotals {
public:
    static constexpr std::size_t rowsAtOnce = 100;
    static constexpr std::size_t fewEndpoints = 64;

    // `random` draws what is kept whole. `pause` outlives this.
    EpochTotals(PhaseId phase, EpochId epoch, base::Nanos begin, Dimensions dimensions, const base::Random& random,
                std::shared_ptr<const RunInfo> run, const base::Pause& pause);

    PhaseId phase() const { return m_phase; }
    EpochId epoch() const { return m_epoch; }
    base::Nanos begin() const { return m_begin; }
    base::Nanos end() const { return m_end; }
    bool isOpen() const { return m_open; }
    const Aggregate& total() const { return m_total; }
    const Levels& levels() const { return m_levels; }

    // What came since the last clearTick, for the time lines. Part of the total from closeTick on.
    const Aggregate& tick() const { return m_tick; }
    const Levels& tickLevels() const { return m_tickLevels; }
    bool hasTick() const;
    void closeTick();
    void clearTick();
    void dropExchanges(); // what was kept whole, and what would be from now on

    // Takes what there is of the endpoint at that place, or of the group, out of the slice.
    void foldEndpoint(std::size_t place, Interval::Slice& slice, int worker);
    void foldGroup(std::size_t group, const Interval::Slice& slice);
    void addLevels(const Levels& levels);
    void addDrainLevels(const Levels& levels); // for the time lines only

    // The stretch that rates are over: its end moves on until it is closed.
    void reopen(base::Nanos begin, base::Nanos now);
    void extend(base::Nanos now);
    void close(base::Nanos at);

    // The total first, then the endpoints in their order; none where there was neither time nor a request.
    const std::vector<std::shared_ptr<const Row>>& rows();
    void finish(); // from here on the rows are all made whenever they are asked for
    // One of each client group, likewise.
    const std::vector<std::shared_ptr<const Row>>& groupRows();

private:
    std::shared_ptr<const Row> makeRow(int endpoint, const Aggregate& aggregate, const Levels* levels, int group = -1);
    std::shared_ptr<const KeptExchanges> keptOf(int endpoint);
    void forgetRows();
    void makeRows(std::size_t most);
    const Histogram& readable(std::size_t id, const Aggregate& aggregate);
    void pack();

    const base::Pause& m_pause;
    PhaseId m_phase;
    EpochId m_epoch;
    base::Nanos m_begin;
    base::Nanos m_end;
    bool m_open = true;
    int m_quietTicks = 0; // since the last sample
    base::Random m_random;
    std::shared_ptr<const RunInfo> m_run;
    std::vector<Aggregate> m_endpoints;
    std::vector<Aggregate> m_groups;
    std::vector<ExchangeKeeping> m_kept;
    Aggregate m_total;
    Levels m_levels;
    Aggregate m_tick;
    Levels m_tickLevels;
    std::vector<std::shared_ptr<const Row>> m_rows;
    std::vector<bool> m_isStale; // of m_rows; one that is null as well
    std::size_t m_turn = 0;      // the endpoint whose row is made next
    bool m_isFinished = false;
    std::array<Histogram, distributionCount>
        m_opened; // of what is packed, while rows are made: they read many percentiles
    std::vector<std::shared_ptr<const Row>> m_groupRows;
};

} // namespace weir::metrics
