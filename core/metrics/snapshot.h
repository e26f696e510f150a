// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/exchange_detail.h"
#include "core/metrics/latency_bands.h"
#include "core/metrics/metric_catalog.h"
#include "core/metrics/run_end.h"

#include <memory>
#include <string>
#include <vector>

// What a reader of a run sees: immutable once published, shared between threads by shared_ptr<const Snapshot>.
namespace weir::metrics {

// Fixed at the start of a run.
struct RunInfo {
    std::string runId; // "20260131T081530-4f2a", sorts by time
    base::WallTime startedAt;
    std::string scenario;                                 // its name
    std::string label;                                    // given by the user, may be empty
    std::vector<std::string> endpoints;                   // by EndpointId
    std::vector<std::string> phases{"warmup", "measure"}; // by PhaseId
    std::vector<std::string> thresholds;                  // as the scenario has them
    std::vector<AskedPercentile> percentiles;             // that they need, each once
    std::vector<std::string> clientGroups;                // by their number; none where all clients are alike
    base::Nanos warmup{};
    base::Nanos duration{};   // of the measured phases together, as planned
    base::Nanos goodWithin{}; // slo.good_within_ms; 0: not asked for
    std::string target;       // for people: "http://127.0.0.1:41873" or "3 targets"
    bool builtInOrigin = false;
    std::string targetProcess;      // whose resources are sampled: "nginx (process 812 and 2 more)"; empty for none
    std::string whyNoTargetProcess; // a sentence, where there is none
    std::int64_t seed = 1;          // of what is drawn
};

enum class RunState { Starting, WarmUp, Measuring, Draining, Finished };

struct Verdict {
    enum class Level { None, Valid, Suspect, Invalid };
    Level level = Level::None;        // None until computed
    std::vector<std::string> reasons; // plain sentences with figures

    bool operator==(const Verdict&) const = default;
};
std::string_view verdictName(Verdict::Level level); // "", "VALID", ...

// On one epoch, where each is judged for itself: as a block of an experiment.
struct EpochVerdict {
    EpochId epoch = 0;
    Verdict verdict;
};

// A change during the run: a line on every chart, with this number.
struct EventMark {
    int number = 0;    // from 1
    base::Nanos at{};  // since the start of the run
    EpochId epoch = 0; // the epoch it opened
    std::string text;  // "pool.max_connections 64 → 2"
};

// One line of the report: a phase and epoch, and an endpoint or the total of all.
struct Row {
    PhaseId phase = measuredPhase;
    EpochId epoch = 0;
    int endpoint = -1;   // EndpointId, or -1 for the total
    base::Nanos begin{}; // of the epoch within the phase, since the start of the run
    base::Nanos end{};
    MetricValues values;
    std::array<std::uint64_t, outcomeCount> outcomes{};
    // Of the requests answered well, the others as infinite: for percentiles that are no metric.
    std::shared_ptr<const Histogram> response;
    std::shared_ptr<const KeptExchanges> exchanges{}; // of an endpoint; null for the total
    int group = -1;                                   // among Snapshot::groupRows: number of the client group
    MetricValues percentiles{};                       // RunInfo::percentiles, in milliseconds; NaN for none
    std::shared_ptr<const Histogram> failed{};        // response times of those that failed; null where none did
    std::shared_ptr<const Counters> counters{};       // of the total; null for endpoints and groups
};

// One moment of the time lines, the values over a trailing stretch that ends at `at`.
struct Point {
    base::Nanos at{};   // since the start of the run
    base::Nanos span{}; // what rates and counts cover
    EpochId epoch = 0;
    PhaseId phase = measuredPhase;
    MetricValues values;
    bool late = false; // of an earlier phase or epoch than the one under way: what began in it and ended only now
};
using Points = std::vector<std::shared_ptr<const Point>>;

// One failed exchange, kept whole for the reader: the first few of each endpoint and outcome.
struct Failure {
    EndpointId endpoint = 0;
    Outcome outcome = Outcome::StatusError;
    int status = 0;
    std::string detail;  // the error in words
    std::string request; // "GET /products/17"
    std::string body;    // the beginning of the reply's body, decoded; whoever shows it shows what is invisible
    base::Nanos at{};
};

struct Snapshot {
    std::shared_ptr<const RunInfo> run;
    RunState state = RunState::Starting;
    base::Nanos elapsed{};
    PhaseId phase = warmUpPhase;
    EpochId epoch = 0;

    std::vector<std::shared_ptr<const Row>> rows;      // by phase, epoch, then total first and endpoints in their order
    std::vector<std::shared_ptr<const Row>> groupRows; // of each client group by phase and epoch, where there are any
    Points recent;                                     // every 200 ms, the last five minutes; the late ones first
    Points seconds;                                    // every whole second of the run, likewise
    LatencyColumns latencies;                          // response times of the whole run, by time and band
    std::vector<EventMark> events;
    std::vector<Failure> failures;
    Verdict verdict;             // on the run: the worst of its phases
    std::vector<Verdict> judged; // by PhaseId, as far as phases have begun; none for the warm-up
    std::vector<EpochVerdict> judgedEpochs{}; // of an experiment's blocks, those that are kept; else none
    bool interrupted = false;    // stopped before its end
    RunEnd ended;                // what ended the sending

    std::string_view phaseName(PhaseId which) const { return run->phases[which]; }
    // On one phase.
    Verdict::Level verdictOn(PhaseId which) const
    {
        return which < judged.size() ? judged[which].level : Verdict::Level::None;
    }
    // Calls visit(row) with each row of an endpoint, or of the total as -1, in their order: one for each phase and
    // epoch, without looking at those of all other endpoints.
    template <typename Visit>
    void forEachRowOf(int endpoint, Visit visit) const
    {
        for (std::size_t i = 0; i < rows.size(); i = nextStretch(i))
            if (const auto at = placeIn(i, endpoint); at < rows.size())
                visit(*rows[at]);
    }
    // The row of the whole epoch, or null.
    const Row* total(PhaseId phase, EpochId epoch) const;
    // The newest point of what is under way, or null.
    const Point* latest() const;

private:
    // Where the rows of one phase and epoch that begin at `first` end, and where an endpoint's is among them; or
    // rows.size().
    std::size_t nextStretch(std::size_t first) const;
    std::size_t placeIn(std::size_t first, int endpoint) const;
};
using SnapshotPtr = std::shared_ptr<const Snapshot>;

} // namespace weir::metrics
