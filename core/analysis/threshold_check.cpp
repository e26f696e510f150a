// SPDX-License-Identifier: GPL-3.0-or-later
// Thresholds against what was measured.
#include "core/analysis/threshold.h"

#include "core/analysis/value_remark.h"
#include "core/base/strings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace weir::analysis {

using metrics::Row;
using metrics::Snapshot;

static constexpr int total = -1;

static std::optional<int> rowIndex(const Threshold& threshold, const Snapshot& snapshot)
{
    if (threshold.endpoint.empty())
        return total;
    const auto& names = snapshot.run->endpoints;
    const auto at = std::ranges::find(names, threshold.endpoint);
    return at == names.end() ? std::nullopt : std::optional{static_cast<int>(at - names.begin())};
}

static std::optional<double> number(double value)
{
    return std::isnan(value) ? std::nullopt : std::optional{value};
}

// Of what each row has its histogram.
static bool isOfResponses(const Threshold& threshold)
{
    return threshold.distribution == metrics::DistributionId::Adjusted
        || threshold.distribution == metrics::DistributionId::Response;
}

static bool needsNoMore(const Threshold& threshold)
{
    return !threshold.metric.empty() || isOfResponses(threshold);
}

static std::optional<double> responsePercentile(const Row& row, const Threshold& threshold)
{
    if (!row.response)
        return std::nullopt;
    metrics::MetricSource source;
    source.takeWhole({row.response.get(), 1});
    return metrics::percentileMs(source, threshold.distribution, threshold.percentile);
}

static std::optional<double> valueOf(const Threshold& threshold, const Snapshot& snapshot, const Row& row)
{
    if (!threshold.metric.empty())
        return number(row.values[metrics::metricIndex(threshold.metric)]);
    if (needsNoMore(threshold))
        return responsePercentile(row, threshold);
    const auto& asked = snapshot.run->percentiles;
    const auto at = std::ranges::find(asked, metrics::AskedPercentile{threshold.distribution, threshold.percentile});
    const auto index = static_cast<std::size_t>(at - asked.begin());
    return index < row.percentiles.size() ? number(row.percentiles[index]) : std::nullopt;
}

std::vector<metrics::AskedPercentile> askedPercentiles(std::span<const std::string> texts)
{
    std::vector<metrics::AskedPercentile> asked;
    for (const auto& threshold : parsedThresholds(texts)) {
        const metrics::AskedPercentile one{threshold.distribution, threshold.percentile};
        if (!needsNoMore(threshold) && std::ranges::find(asked, one) == asked.end())
            asked.push_back(one);
    }
    return asked;
}

// Which percentile a threshold judges; of 0 % where it judges none.
static metrics::AskedPercentile percentileOf(const Threshold& threshold)
{
    return threshold.metric.empty() ? metrics::AskedPercentile{threshold.distribution, threshold.percentile}
                                    : metrics::findMetric(threshold.metric)->percentile;
}

std::vector<metrics::AskedPercentile> percentilesJudged(std::span<const Threshold> thresholds, std::string_view phase)
{
    std::vector<metrics::AskedPercentile> judged;
    for (const auto& threshold : thresholds)
        if (const auto one = percentileOf(threshold); one.percent > 0
            && (threshold.phase.empty() || threshold.phase == phase) && std::ranges::find(judged, one) == judged.end())
            judged.push_back(one);
    return judged;
}

std::string_view stateName(ThresholdState state)
{
    static constexpr std::array<std::string_view, 3> names{"too few samples", "passing", "failing"};
    return names[static_cast<std::size_t>(state)];
}

static bool isJudged(const Threshold& threshold, const Snapshot& snapshot, const Row& row)
{
    return threshold.phase.empty() ? metrics::isMeasured(row.phase) : snapshot.phaseName(row.phase) == threshold.phase;
}

// Times of failures, where nothing failed: then nothing took too long to fail.
static bool isOfNothing(const Threshold& threshold, const Row& row)
{
    const bool isOfFailures = percentileOf(threshold).of == metrics::DistributionId::Failed
        || threshold.metric.starts_with("failed_latency_");
    return isOfFailures && row.values[metrics::metricIndex("requests")] > 0
        && row.values[metrics::metricIndex("failed")] == 0;
}

static EpochCheck checkRow(const Threshold& threshold, const Snapshot& snapshot, const Row& row)
{
    const auto value = valueOf(threshold, snapshot, row);
    const bool isOverAll = percentileOf(threshold).of == metrics::DistributionId::Adjusted;
    return {.phase = std::string{snapshot.phaseName(row.phase)},
            .epoch = row.epoch,
            .value = value,
            .passed = value ? holds(*value, threshold.comparison, threshold.limit) : isOfNothing(threshold, row),
            .unanswered = value && isOverAll ? unansweredText(row) : std::string{}};
}

static std::string valueText(const Threshold& threshold, double value)
{
    if (std::isinf(value))
        return "never";
    const auto unit = threshold.metric.empty() ? std::string_view{"ms"} : metrics::findMetric(threshold.metric)->unit;
    return fmt::format("{:.6g}{}{}", value, unit.empty() ? "" : " ", unit);
}

static ThresholdState stateOf(const std::vector<EpochCheck>& epochs)
{
    if (std::ranges::any_of(epochs, [](const auto& e) { return e.value && !e.passed; }))
        return ThresholdState::Failing;
    const bool all = !epochs.empty() && std::ranges::all_of(epochs, &EpochCheck::passed);
    return all ? ThresholdState::Passing : ThresholdState::Open;
}

// The first that failed, since later ones often follow from it; then one without a value; else the value nearest to
// the end.
static const EpochCheck& deciding(const std::vector<EpochCheck>& epochs)
{
    const auto failing = std::ranges::find_if(epochs, [](const auto& e) { return e.value && !e.passed; });
    if (failing != epochs.end())
        return *failing;
    const auto open = std::ranges::find(epochs, false, &EpochCheck::passed);
    return open != epochs.end() ? *open : epochs.back();
}

// " in phase ramp, epoch 2", as far as there are others.
static std::string placeOf(const EpochCheck& check, const std::vector<EpochCheck>& epochs)
{
    const auto isOther = [&](const EpochCheck& other) { return other.phase != check.phase; };
    const bool severalPhases = std::ranges::any_of(epochs, isOther);
    const bool severalEpochs = std::ranges::any_of(epochs, [&](const auto& e) { return e.epoch != check.epoch; });
    if (!severalPhases)
        return severalEpochs ? fmt::format(" in epoch {}", check.epoch) : std::string{};
    return severalEpochs ? fmt::format(" in phase {}, epoch {}", check.phase, check.epoch)
                         : fmt::format(" in phase {}", check.phase);
}

static std::string whyNone(const Threshold& threshold)
{
    const auto percent = percentileOf(threshold).percent;
    return percent > 0 ? fmt::format("no value: the p{:g} needs {} samples", percent, metrics::samplesNeeded(percent))
                       : std::string{"no value: too few samples, or not measured"};
}

// ", since 40 of 1000 planned requests ...", where any were not answered.
static std::string unansweredReason(const EpochCheck& shown)
{
    return shown.unanswered.empty()
        ? std::string{}
        : fmt::format(", {} {}", std::isinf(*shown.value) ? "since" : "where", shown.unanswered);
}

static std::string valueReason(const ThresholdResult& result, const EpochCheck& shown)
{
    if (shown.value)
        return result.value;
    return shown.passed ? "nothing failed" : whyNone(result.threshold);
}

static std::string reasonOf(const ThresholdResult& result)
{
    if (result.epochs.empty())
        return result.threshold.phase.empty() ? "nothing was measured"
                                              : fmt::format("nothing was measured in phase {}", result.threshold.phase);
    const auto& shown = deciding(result.epochs);
    const auto value = valueReason(result, shown);
    if (result.passed && result.epochs.size() > 1) {
        const bool isOnePhase = result.epochs.front().phase == shown.phase;
        const bool isOneEpoch = result.epochs.front().epoch == shown.epoch;
        return fmt::format("{} in the last of {} {}{}", value, result.epochs.size(),
                           isOnePhase       ? "epochs"
                               : isOneEpoch ? "phases"
                                            : "phases and epochs",
                           unansweredReason(shown));
    }
    return value + placeOf(shown, result.epochs) + unansweredReason(shown);
}

// Replies that came while the run drained may have mended the figure, but not the run that it ended.
static void keepFailed(ThresholdResult& result, const metrics::RunEnd& end)
{
    result.endedRun = end.cause == metrics::RunEnd::Cause::Threshold && end.threshold == result.threshold.text;
    if (!result.endedRun)
        return;
    const auto later = result.value.empty() || result.value == end.figure
        ? std::string{}
        : fmt::format(", {} when the last reply had come", result.value);
    result.reason = fmt::format("{} when it ended the run{}", end.figure, later);
    result.value = end.figure;
    result.state = ThresholdState::Failing;
    result.passed = false;
}

ThresholdResult checkThreshold(const Threshold& threshold, const Snapshot& snapshot)
{
    ThresholdResult result;
    result.threshold = threshold;
    const auto wanted = rowIndex(threshold, snapshot);
    if (!wanted) {
        result.reason = fmt::format("there is no endpoint \"{}\"", threshold.endpoint);
        return result;
    }
    snapshot.forEachRowOf(*wanted, [&](const Row& row) {
        if (isJudged(threshold, snapshot, row))
            result.epochs.push_back(checkRow(threshold, snapshot, row));
    });
    result.state = stateOf(result.epochs);
    result.passed = result.state == ThresholdState::Passing;
    if (!result.epochs.empty() && deciding(result.epochs).value)
        result.value = valueText(threshold, *deciding(result.epochs).value);
    result.reason = reasonOf(result);
    keepFailed(result, snapshot.ended);
    return result;
}

// When the requests that it judges began.
static std::optional<base::Nanos> beginOf(const Threshold& threshold, const Snapshot& snapshot)
{
    std::optional<base::Nanos> begin;
    snapshot.forEachRowOf(total, [&](const Row& row) {
        if (isJudged(threshold, snapshot, row) && (!begin || row.begin < *begin))
            begin = row.begin;
    });
    return begin;
}

metrics::RunEnd abortOf(std::span<const Threshold> thresholds, const Snapshot& snapshot)
{
    for (const auto& threshold : thresholds) {
        const auto begin = beginOf(threshold, snapshot);
        if (!threshold.aborts || !begin
            || std::chrono::duration<double>(snapshot.elapsed - *begin).count() < threshold.abortAfterS)
            continue;
        const auto result = checkThreshold(threshold, snapshot);
        if (result.state == ThresholdState::Failing)
            return {metrics::RunEnd::Cause::Threshold,
                    fmt::format("the threshold \"{}\" was not met: {}", threshold.text, result.reason), threshold.text,
                    result.value};
    }
    return {};
}

static ThresholdResult checkText(const std::string& text, const Snapshot& snapshot)
{
    const auto threshold = parseThreshold(text);
    if (threshold)
        return checkThreshold(*threshold, snapshot);
    ThresholdResult failed;
    failed.threshold.text = text;
    failed.reason = base::text(threshold.error());
    return failed;
}

std::vector<ThresholdResult> checkThresholds(std::span<const std::string> texts, const Snapshot& snapshot)
{
    std::vector<ThresholdResult> results;
    for (const auto& text : texts)
        results.push_back(checkText(text, snapshot));
    return results;
}

} // namespace weir::analysis
