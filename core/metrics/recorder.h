// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/aggregate.h"
#include "core/metrics/exchange_picks.h"
#include "core/metrics/exchange_record.h"

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace weir::metrics {

// What one worker measured in about 100 ms.
struct Interval {
    // Samples belong to the phase and epoch their request began in, so an interval may hold several.
    // Its endpoints have places in the order in which they first came, so that an interval costs what happened in it,
    // however many endpoints there are.
    struct Slice {
        PhaseId phase = measuredPhase;
        EpochId epoch = 0;
        std::size_t touched = 0;          // places in use; the others are kept for their memory
        std::vector<EndpointId> ids;      // by place
        std::vector<Aggregate> endpoints; // the same
        std::vector<ExchangePicks> picks; // the same
        std::vector<Aggregate> groups;    // by client group; none where all clients are alike

        std::size_t placeOf(EndpointId endpoint)
        {
            const auto place = places[endpoint];
            return place > 0 ? place - 1 : newPlace(endpoint);
        }
        std::size_t newPlace(EndpointId endpoint);
        void clear();

        std::vector<std::uint32_t> places; // by EndpointId, from 1; 0: it has none
        std::size_t slowestKept = Slowest::kept;
    };

    int worker = 0;
    std::size_t used = 0; // slices in use; the others are kept for their memory
    std::vector<Slice> slices;
    base::Nanos cpu{}; // the worker's CPU time, polling while idle excluded
    base::Nanos span{};
    std::optional<base::Nanos> delay;      // as Levels::workerDelay
    std::vector<ExchangeRecord> exchanges; // each one that ended, where somebody wants them

    Slice& slice(PhaseId phase, EpochId epoch, Dimensions dimensions);
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
    // What is kept whole is drawn by `random`, the same for all workers; its times are since `runBegin`.
    Recorder(IntervalExchange& exchange, int worker, Dimensions dimensions, base::TimePoint runBegin = {},
             const base::Random& random = base::Random());

    // From here on every sample is handed out as well.
    void keepExchanges() { m_keepsAll = true; }

    // `inFlight` counts this worker's exchanges under way, the sample's own included.
    void record(const Sample& sample, std::size_t inFlight = 1, const RequestLine& line = {});
    void countPlanned(PhaseId phase, EpochId epoch, EndpointId endpoint, GroupId group = 0)
    {
        count(&Counters::planned, phase, epoch, endpoint, group);
    }
    void countSkipped(PhaseId phase, EpochId epoch, EndpointId endpoint, GroupId group = 0)
    {
        count(&Counters::skipped, phase, epoch, endpoint, group);
    }
    void countUnfinished(PhaseId phase, EpochId epoch, EndpointId endpoint, GroupId group = 0)
    {
        count(&Counters::unfinished, phase, epoch, endpoint, group);
    }
    void countLeftOut(PhaseId phase, EpochId epoch, EndpointId endpoint, GroupId group = 0)
    {
        count(&Counters::leftOut, phase, epoch, endpoint, group);
    }

    void countHeldBack(bool isSkipped, PhaseId phase, EpochId epoch, EndpointId endpoint, GroupId group = 0)
    {
        count(isSkipped ? &Counters::heldBackSkipped : &Counters::heldBackLate, phase, epoch, endpoint, group);
    }
    // Beside the above, where the limit was that on visitors.
    void countBehindVisitors(PhaseId phase, EpochId epoch, EndpointId endpoint, GroupId group = 0)
    {
        count(&Counters::behindVisitors, phase, epoch, endpoint, group);
    }

    // Hands the interval over and begins the next. `cpu`, `span` and `delay` since the last flush.
    void flush(base::Nanos cpu, base::Nanos span, std::optional<base::Nanos> delay = std::nullopt);

private:
    // What is kept whole of one phase and epoch, over all its intervals.
    struct Choosing {
        PhaseId phase = measuredPhase;
        EpochId epoch = 0;
        base::Random random;
        std::vector<std::uint32_t> places; // by EndpointId, from 1; 0: it has none yet
        std::deque<ExchangePicker> endpoints;

        ExchangePicker& of(EndpointId endpoint, const KeptQuota& quota);
    };
    Choosing* choosing(PhaseId phase, EpochId epoch); // null: too long ago for anything to be kept
    void pick(const Sample& sample, const RequestLine& line, ExchangePicks& picks);
    void count(std::uint64_t Counters::*counter, PhaseId phase, EpochId epoch, EndpointId endpoint, GroupId group);

    IntervalExchange& m_exchange;
    int m_worker;
    Dimensions m_dimensions;
    KeptQuota m_quota;
    std::unique_ptr<Interval> m_current;
    base::TimePoint m_runBegin;
    base::Random m_random;
    std::deque<Choosing> m_choosing; // the newest behind
    EpochId m_forgotten = 0;         // earlier epochs have no choosing any more
    bool m_keepsAll = false;
};

} // namespace weir::metrics
