// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/comparison.h"

#include "core/analysis/independent_difference.h"
#include "core/experiment/comparison_endpoints.h"
#include "core/experiment/comparison_notes.h"
#include "core/experiment/evaluation.h"
#include "core/experiment/wording.h"
#include "core/settings/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace weir::experiment {

using analysis::Judgement;
using analysis::PairedDifference;

namespace {

constexpr std::size_t mostChangesOfRun = 200;
constexpr int leastSeconds = 8; // figures of its own that a percentile's interval is to rest on

std::unexpected<base::Error> cannotCompare(std::string text)
{
    return base::fail(base::Errc::InvalidArgument, std::move(text));
}

double middleFigure(std::vector<double> figures)
{
    std::erase_if(figures, [](double figure) { return std::isnan(figure); });
    if (figures.empty())
        return std::numeric_limits<double>::quiet_NaN();
    std::ranges::sort(figures);
    const auto half = figures.size() / 2;
    if (figures.size() % 2 == 1 || std::isinf(figures[half]))
        return figures[half];
    return (figures[half - 1] + figures[half]) / 2;
}

// One metric of both runs, second by second.
struct FigureSeries {
    const metrics::Metric* metric = nullptr;
    std::vector<double> baseline;
    std::vector<double> variant;

    bool areFew() const { return std::min(baseline.size(), variant.size()) < leastSeconds; }
};

// What all estimates of a pair of runs are made from.
struct PairFrame {
    const ComparedPair& pair;
    std::vector<FigureSeries> series; // by metric
    LevelError level;
    double confidence = 0.95;
};

// Without seconds enough for figures of its own: from the whole distribution where there is one, else the figure alone.
Estimate totalEstimate(const PairFrame& frame, const FigureSeries& series, double confidence)
{
    const auto index = metrics::metricIndex(series.metric->id);
    const auto shown = [&](const std::vector<double>& figures, const RunStretch& stretch) {
        const double middle = middleFigure(figures);
        return std::isnan(middle) ? stretch.total->values[index] : middle;
    };
    const auto goal = metrics::goalOf(*series.metric);
    Estimate estimate;
    estimate.metric = series.metric->id;
    estimate.direction = goal == metrics::Goal::Higher ? analysis::Direction::HigherIsBetter
                                                       : analysis::Direction::LowerIsBetter;
    estimate.isNeutral = goal == metrics::Goal::Neither;
    if (series.areFew() && hasDistribution(series.metric->id))
        return wholeEstimate(frame.pair, estimate, frame.level, confidence);
    estimate.baseline = shown(series.baseline, frame.pair.baseline);
    estimate.variant = shown(series.variant, frame.pair.variant);
    estimate.difference = analysis::independentDifference(series.baseline, series.variant, scaleOf(*series.metric),
                                                          confidence);
    return estimate;
}

void widenOthers(std::vector<Estimate>& estimates, const PairFrame& frame)
{
    if (estimates.size() < 3)
        return;
    std::vector<PairedDifference> differences;
    for (std::size_t i = 1; i < estimates.size(); ++i)
        differences.push_back(estimates[i].difference);
    const auto confidences = analysis::holmConfidences(differences, frame.confidence);
    for (std::size_t i = 1; i < estimates.size(); ++i) {
        if (confidences[i - 1] > frame.confidence) {
            estimates[i] = totalEstimate(frame, frame.series[i], confidences[i - 1]);
            estimates[i].isHolm = true;
        }
    }
}

void addStretches(Variant& variant, const FigureSeries& series)
{
    const auto count = std::min(series.baseline.size(), series.variant.size());
    for (std::size_t i = 0; i < count; ++i)
        variant.pairs.push_back({series.baseline[i], series.variant[i], static_cast<double>(i)});
}

std::vector<std::string> brokenShares(const ComparedPair& pair, double confidence)
{
    const auto guard = [&](std::string name, const auto& shares) {
        return analysis::Guard{std::move(name),
                               analysis::independentDifference(shares(pair.baseline), shares(pair.variant),
                                                               analysis::DifferenceScale::Plain, confidence)};
    };
    return analysis::broken({guard("failed share", failedShares), guard("skipped share", skippedShares)});
}

// Times of answers say nothing good where more was not answered, and nothing is told within the noise of equal runs.
void judgeEstimates(Variant& variant, const ComparisonOptions& options, const calibration::KnownNoise* noise,
                    bool losesMore)
{
    for (auto& estimate : variant.estimates) {
        estimate.judgement = analysis::judge(estimate.difference, estimate.direction, options.margin);
        const bool isTold = estimate.judgement == Judgement::Better || estimate.judgement == Judgement::Worse;
        const bool isLatency = metrics::findMetric(estimate.metric)->kind == metrics::MetricKind::Latency;
        if (isTold
            && (estimate.isNeutral || isWithinNoise(estimate, noise)
                || (losesMore && isLatency && estimate.judgement == Judgement::Better)))
            estimate.judgement = Judgement::Unclear;
    }
}

Variant variantOfRuns(const ComparedPair& pair, const TuningReport& report, const ComparisonOptions& options,
                      const calibration::KnownNoise* noise)
{
    Variant variant;
    PairFrame frame{pair, {}, levelErrorOf(pair.baseline, pair.variant), options.confidence};
    for (const auto& id : report.metrics) {
        const auto* metric = metrics::findMetric(id);
        frame.series.push_back({metric, figuresOver(pair.baseline, *metric), figuresOver(pair.variant, *metric)});
        variant.estimates.push_back(totalEstimate(frame, frame.series.back(), options.confidence));
    }
    widenOthers(variant.estimates, frame);
    addStretches(variant, frame.series.front());
    const auto isUnknown = [](const Estimate& e) { return std::isnan(e.baseline) && std::isnan(e.variant); };
    const auto beside = variant.estimates.begin() + 1;
    variant.estimates.erase(std::remove_if(beside, variant.estimates.end(), isUnknown), variant.estimates.end());
    variant.guards = brokenShares(pair, options.confidence);
    const bool losesMore = !variant.guards.empty();

    auto endpoints = endpointEstimates(pair, variant.primary(), frame.level, options.confidence);
    const auto failing = failingEndpoints(pair, report, options.confidence);
    variant.estimates.insert(variant.estimates.begin() + 1, endpoints.begin(), endpoints.end());
    judgeEstimates(variant, options, noise, losesMore);
    for (const auto& name : failing)
        variant.guards.push_back("failures of " + name);
    for (std::size_t i = 1; i <= endpoints.size(); ++i)
        if (variant.estimates[i].judgement == Judgement::Worse)
            variant.guards.push_back(report.endpointName(variant.estimates[i].endpoint));
    return variant;
}

std::vector<Change> knobsThatDiffer(const settings::Scenario& baseline, const settings::Scenario& scenario)
{
    std::vector<Change> changes;
    for (const auto& change : settings::changes(baseline, scenario))
        if (!change.path.section->isWorkload && changes.size() < mostChangesOfRun)
            changes.push_back({change.path.key(), settings::redactedText(change.path, change.before),
                               settings::redactedText(change.path, change.after)});
    return changes;
}

const settings::Scenario& scenarioAt(const ComparedRun& run, metrics::EpochId epoch)
{
    return *run.scenarios[std::min<std::size_t>(epoch, run.scenarios.size() - 1)];
}

Arm armOfRun(const ComparedRun& run, const RunStretch& stretch, const settings::Scenario& baseline)
{
    const auto phase = stretch.total->phase;
    const auto& judged = run.snapshot->judged;
    Arm arm;
    arm.name = run.name;
    arm.runId = run.snapshot->run->runId;
    arm.changes = knobsThatDiffer(baseline, scenarioAt(run, stretch.total->epoch));
    arm.verdict = phase < judged.size() ? judged[phase] : run.snapshot->verdict;
    if (stretch.total->response)
        arm.curve = metrics::distributionCurve(*stretch.total->response);
    return arm;
}

base::Result<std::vector<RunStretch>> stretchesOf(std::span<const ComparedRun> runs)
{
    std::vector<RunStretch> stretches;
    for (const auto& run : runs) {
        if (!run.snapshot || !run.snapshot->run || run.scenarios.empty())
            return cannotCompare(fmt::format("{}: there is nothing of this run to compare.", run.name));
        const auto stretch = stretchOf(*run.snapshot, run.epoch);
        if (!stretch && run.epoch)
            return cannotCompare(fmt::format("{}: has no measured epoch {}; leave the epoch out for the last one.",
                                             run.name, *run.epoch));
        if (!stretch)
            return cannotCompare(fmt::format("{}: nothing was measured in it; choose another run.", run.name));
        stretches.push_back(*stretch);
    }
    return stretches;
}

base::Status checkMetrics(const std::vector<std::string>& ids)
{
    for (const auto& id : ids)
        if (!metrics::findMetric(id))
            return cannotCompare(fmt::format("{} is no metric; `weir-cli metrics` lists them.", id));
    return {};
}

TuningReport headOf(std::span<const ComparedRun> runs, std::span<const RunStretch> stretches,
                    const ComparisonOptions& options)
{
    const auto& first = *runs.front().snapshot->run;
    TuningReport report;
    report.kind = Kind::Compare;
    report.isSequential = true;
    report.startedAt = first.startedAt;
    report.scenario = first.scenario;
    report.target = first.target;
    report.margin = options.margin;
    report.confidence = options.confidence;
    report.metrics = options.metrics.empty() ? Plan{}.effectiveMetrics() : options.metrics;
    report.noiseRemoved = std::numeric_limits<double>::quiet_NaN();
    const auto& baseline = scenarioAt(runs.front(), stretches.front().total->epoch);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        report.id += (i == 0 ? "" : "+") + runs[i].snapshot->run->runId;
        report.arms.push_back(armOfRun(runs[i], stretches[i], baseline));
        report.secondsDone += stretches[i].seconds();
    }
    report.secondsPlanned = report.secondsDone;
    if (std::ranges::all_of(runs, [&](const auto& run) { return run.machine == runs.front().machine; }))
        report.machine = runs.front().machine;
    return report;
}

void describeStretches(TuningReport& report)
{
    const auto& primary = report.variants.front().primary().difference;
    report.smallestDifference = std::expm1(analysis::smallestDifference(primary.deviation, primary.pairs));
    if (primary.scale == analysis::DifferenceScale::Plain)
        report.smallestDifference = analysis::smallestDifference(primary.deviation, primary.pairs);
}

} // namespace

base::Result<TuningReport> compareRuns(std::span<const ComparedRun> runs, const ComparisonOptions& options)
{
    if (runs.size() < 2 || runs.size() > mostComparedRuns)
        return cannotCompare(fmt::format("{} runs cannot be compared: choose 2 to {}.", runs.size(), mostComparedRuns));
    if (auto known = checkMetrics(options.metrics); !known)
        return std::unexpected(known.error());
    const auto stretches = stretchesOf(runs);
    if (!stretches)
        return std::unexpected(stretches.error());
    auto report = headOf(runs, *stretches, options);
    const auto common = commonEndpoints(*stretches);
    report.endpoints = common.names;
    const auto& baseline = scenarioAt(runs.front(), stretches->front().total->epoch);
    const auto* noise = calibration::noiseOf(options.calibration.get(), baseline);
    for (std::size_t i = 1; i < runs.size(); ++i) {
        const ComparedPair pair{stretches->front(), (*stretches)[i], common.places.front(), common.places[i]};
        auto variant = variantOfRuns(pair, report, options, noise);
        variant.arm = i;
        variant.isRecommended = variant.primary().judgement == Judgement::Better && variant.guards.empty()
            && report.arms[i].verdict.level != metrics::Verdict::Level::Invalid;
        report.variants.push_back(std::move(variant));
    }
    describeStretches(report);
    report.notes = comparisonNotes(runs, *stretches, report, noise);
    for (auto& variant : report.variants) {
        variant.sentence = sentenceOf(report, variant);
        variant.sureness = surenessOf(report, variant);
    }
    return report;
}

} // namespace weir::experiment
