// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/judgement.h"
#include "core/analysis/scalability.h"
#include "core/base/clock.h"
#include "core/experiment/plan.h"
#include "core/metrics/distribution_curve.h"
#include "core/metrics/snapshot.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

// What an experiment, or a comparison of runs, has found: all that files, terminal and window say of it. A value,
// immutable once it is shared; any thread.
namespace weir::experiment {

// A knob that an arm sets otherwise than the baseline, its values as people and --set read them, secrets redacted.
struct Change {
    std::string key;
    std::string from; // the baseline's
    std::string to;

    bool operator==(const Change&) const = default;
};

// A set of knob values; the first arm of a report is the baseline, which changes nothing.
struct Arm {
    std::string name; // "baseline", "pool.max_connections=16", of a comparison the run's name
    std::vector<Change> changes;
    metrics::Verdict verdict{}; // on all its blocks: the worst of theirs
    std::string runId{};        // of a comparison
    metrics::DistributionCurve curve{}; // response times of all its requests, to draw over others'; may be empty
};

// One metric of one variant against the baseline, of one endpoint or of all.
struct Estimate {
    std::string metric;  // its id
    int endpoint = -1;   // among TuningReport::endpoints; -1: all
    double baseline = 0; // the middle one of the blocks' figures; NaN for none, infinite where never answered
    double variant = 0;
    analysis::PairedDifference difference;
    analysis::Direction direction = analysis::Direction::LowerIsBetter;
    analysis::Judgement judgement = analysis::Judgement::Unclear;
    bool isNeutral = false; // neither direction is better: judged for a difference alone
    bool isHolm = false;    // the interval is widened, since it is one of many
    bool spreadChanged = false; // the distributions differ, although the metric does not
};

// A variant's primary figures, pair by pair, in the order in which they were run.
struct Pair {
    double baseline = 0; // NaN for none, infinite where never answered
    double variant = 0;
    double atS = 0; // since the experiment began
};

struct Variant {
    std::size_t arm = 1;     // among TuningReport::arms
    std::size_t against = 0; // the arm it is paired with
    std::string confirms{};  // of a screening: the knob whose effect this pair confirms or not
    std::vector<Estimate> estimates; // by metric in the report's order; of each all first, then the endpoints
    std::vector<Pair> pairs;         // of the primary metric
    std::vector<std::string> guards; // what got worse beside it: "failed share", "endpoint search"
    bool isRecommended = false;
    std::string sentence; // "Cache on: p99 is 35 % lower"
    std::string sureness; // "95 % sure of 29 to 41 %"

    // Of all endpoints; null for a metric that the report does not have.
    const Estimate* find(std::string_view metric, int endpoint = -1) const;
    const Estimate& primary() const { return estimates.front(); }
};

// Of a screening: what a knob does from its low to its high level, widest first.
struct FactorEffect {
    Factor factor;
    double effect = 0; // on the scale of the primary metric, as PairedDifference
    double low = 0;    // NaN without an interval
    double high = 0;
    analysis::DifferenceScale scale = analysis::DifferenceScale::LogRatio;
    analysis::Judgement judgement = analysis::Judgement::Unclear; // of going from low to high
    bool isConfirmed = false; // by a try of its own
    bool isRefuted = false;
};

// Of a sweep: a point by its values, in the order of Plan::factors.
struct SweepPoint {
    std::vector<double> setting;  // as numbers; the index among the values where they are none
    std::vector<std::string> text;
    std::size_t variant = 0;      // among TuningReport::variants; `isBaseline`: none
    bool isBaseline = false;
    bool isInvalid = false;       // its verdict is: drawn hollow, advises nothing
    bool isOnFront = false;       // by the first two metrics
};

struct SweepAdvice {
    std::vector<Factor> factors;
    std::vector<SweepPoint> points;     // by setting
    std::optional<std::size_t> best;    // among points, by the primary metric
    std::optional<std::size_t> smallest; // the smallest setting within 2 % of the best; one factor only
    std::optional<double> knee;         // where the curve bends; one factor only
};

// Of a search: one value that was tried.
struct Trial {
    double value = 0;
    bool held = false;       // the condition
    double figure = 0;       // that the condition is about
    double throughput = 0;   // requests a second
    double seconds = 0;
    metrics::Verdict verdict{};
    bool isConfirming = false;
};

struct SearchAnswer {
    Search search;
    std::string unit;            // of the knob
    std::vector<Trial> trials;   // in their order
    std::optional<double> value; // none: it held nowhere
    bool isConfirmed = false;    // by a longer block
    bool isOurLimit = false;     // where it ended, it was the generator that could not keep up
    bool isAtEnd = false;        // it held as far as the range goes
};

struct TuningReport {
    std::string id; // "20260131T081530-4f2a", sorts by time
    base::WallTime startedAt;
    Kind kind = Kind::Try;
    bool isSequential = false; // one after the other: drift and chance look like differences
    std::string scenario;      // its name
    std::string target;        // for people
    std::string machine;       // "AMD EPYC 7B13, 4 processors, Linux 6.1"; empty where it is not known
    std::vector<std::string> endpoints;
    std::vector<std::string> metrics; // ids, the primary first
    std::vector<Arm> arms;            // the baseline first
    std::vector<Variant> variants;
    std::vector<FactorEffect> effects;        // of a screening
    std::optional<SweepAdvice> sweep;         // of a sweep
    std::optional<SearchAnswer> search;       // of a find
    std::optional<analysis::Scalability> scalability; // fitted, where it was asked for

    double margin = 0.02;
    double confidence = 0.95;
    double blockSeconds = 0;
    int blocksPlanned = 0;     // of all arms
    int blocksDone = 0;
    double secondsPlanned = 0; // settling included
    double secondsDone = 0;
    double measuredShare = 0;  // of secondsDone: blocks over blocks, settling and swaps
    double smallestDifference = 0; // as a ratio, that this plan finds with a power of 80 %; NaN: not known
    double noiseRemoved = 0;   // share of the variance that pairs took away, in time and by equal draws; NaN: not known
    bool isInterrupted = false;
    std::vector<std::string> notes; // plain sentences: what the reader must know beside the figures

    std::string endpointName(int endpoint) const // "*" for all
    {
        return endpoint < 0 ? "*" : endpoints[static_cast<std::size_t>(endpoint)];
    }
};
using TuningReportPtr = std::shared_ptr<const TuningReport>;

} // namespace weir::experiment
