// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/aggregate.h"
#include "core/metrics/exchange_record.h"

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace weir::metrics {

// What one worker measured in about 100 ms.
struct Interval {
    // Samples belong to the phase and epoch their request began in, so an interval may hold several.
    struct Slice {
        PhaseId phase = measuredPhase;
        EpochId epoch = 0;
        std::vector<Aggregate> endpoints; // by EndpointId
    };

    int worker = 0;
    std::size_t used = 0; // slices in use; the others are kept for their memory
    std::vector<Slice> slices;
    base::Nanos cpu{}; // the worker's CPU time, polling while idle excluded
    base::Nanos span{};
    std::vector<ExchangeRecord> exchanges; // each one that ended, where somebody wants them

    Slice& slice(PhaseId phase, EpochId epoch, std::size_t endpoints);
    void clear();
};

// Where the workers' intervals go and empty ones come back. Any thread.
class IntervalExchange {
public:
    void push(std::unique_ptr<Interval> full);
    std::vector<std::unique_ptr<Interval>> takeFull();
    std::unique_ptr<Interval> takeEmpty();
    void giveEmpty(std::unique_ptr<Interval> interval);

private:
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Interval>> m_full;
    std::vector<std::unique_ptr<Interval>> m_empty;
};

// Folds one worker's samples into its current interval: no lock, and no allocation once the pages are there. Lives as
// long as its worker and is used on that worker's thread only.
class Recorder {
public:
    Recorder(IntervalExchange& exchange, int worker, std::size_t endpoints);

    // From here on every sample is handed out as well, with its times since `runBegin`.
    void keepExchanges(base::TimePoint runBegin) { m_runBegin = runBegin; }

    // `inFlight` counts this worker's exchanges under way, the sample's own included.
    void record(const Sample& sample, std::size_t inFlight = 1);
    void countPlanned(PhaseId phase, EpochId epoch, EndpointId endpoint)
    {
        count(&Counters::planned, phase, epoch, endpoint);
    }
    void countSkipped(PhaseId phase, EpochId epoch, EndpointId endpoint)
    {
        count(&Counters::skipped, phase, epoch, endpoint);
    }
    void countUnfinished(PhaseId phase, EpochId epoch, EndpointId endpoint)
    {
        count(&Counters::unfinished, phase, epoch, endpoint);
    }
    void countLeftOut(PhaseId phase, EpochId epoch, EndpointId endpoint)
    {
        count(&Counters::leftOut, phase, epoch, endpoint);
    }

    // Hands the interval over and begins the next. `cpu` and `span` since the last flush.
    void flush(base::Nanos cpu, base::Nanos span);

private:
    void count(std::uint64_t Counters::*counter, PhaseId phase, EpochId epoch, EndpointId endpoint);

    IntervalExchange& m_exchange;
    int m_worker;
    std::size_t m_endpoints;
    std::unique_ptr<Interval> m_current;
    std::optional<base::TimePoint> m_runBegin; // where exchanges are kept
};

} // namespace weir::metrics
