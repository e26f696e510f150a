// SPDX-License-Identifier: GPL-3.0-or-later
// Thresholds against what was measured.
#include "core/analysis/threshold.h"

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

static bool needsNoMore(const Threshold& threshold)
{
    return !threshold.metric.empty() || threshold.distribution == metrics::DistributionId::Response;
}

static std::optional<double> responsePercentile(const Row& row, double percent)
{
    if (!row.response)
        return std::nullopt;
    metrics::MetricSource source;
    source.distributions[static_cast<std::size_t>(metrics::DistributionId::Response)] = metrics::wholeOf(*row.response);
    return metrics::percentileMs(source, metrics::DistributionId::Response, percent);
}

static std::optional<double> valueOf(const Threshold& threshold, const Snapshot& snapshot, const Row& row)
{
    if (!threshold.metric.empty())
        return number(row.values[metrics::metricIndex(threshold.metric)]);
    if (needsNoMore(threshold))
        return responsePercentile(row, threshold.percentile);
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

// Which percentile a threshold judges, in percent: that of latency_p999_ms is 99.9. The maximum needs no samples above.
static std::optional<double> percentOf(const Threshold& threshold)
{
    if (threshold.metric.empty())
        return threshold.percentile < 100 ? std::optional{threshold.percentile} : std::nullopt;
    const auto at = threshold.metric.rfind("_p");
    if (at == threshold.metric.npos || !threshold.metric.ends_with("_ms"))
        return std::nullopt;
    const auto digits = std::string_view{threshold.metric}.substr(at + 2, threshold.metric.size() - at - 5);
    const auto value = base::parseDouble(digits);
    return value ? std::optional{*value / std::pow(10, static_cast<double>(digits.size()) - 2)} : std::nullopt;
}

std::vector<double> percentilesJudged(std::span<const Threshold> thresholds, std::string_view phase)
{
    std::vector<double> percents{99}; // lower ones need fewer samples
    for (const auto& threshold : thresholds)
        if (const auto percent = percentOf(threshold);
            percent && *percent > percents.front() && (threshold.phase.empty() || threshold.phase == phase))
            percents.push_back(*percent);
    std::ranges::sort(percents);
    percents.erase(std::ranges::unique(percents).begin(), percents.end());
    return percents;
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

static EpochCheck checkRow(const Threshold& threshold, const Snapshot& snapshot, const Row& row)
{
    const auto value = valueOf(threshold, snapshot, row);
    return {std::string{snapshot.phaseName(row.phase)}, row.epoch, value,
            value && holds(*value, threshold.comparison, threshold.limit)};
}

static std::string valueText(const Threshold& threshold, double value)
{
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
    const auto percent = percentOf(threshold);
    return percent ? fmt::format("no value: the p{:g} needs {} samples", *percent, metrics::samplesNeeded(*percent))
                   : std::string{"no value: too few samples, or not measured"};
}

static std::string reasonOf(const ThresholdResult& result)
{
    if (result.epochs.empty())
        return result.threshold.phase.empty() ? "nothing was measured"
                                              : fmt::format("nothing was measured in phase {}", result.threshold.phase);
    const auto& shown = deciding(result.epochs);
    const auto value = shown.value ? result.value : whyNone(result.threshold);
    if (result.passed && result.epochs.size() > 1) {
        const bool isOnePhase = result.epochs.front().phase == shown.phase;
        const bool isOneEpoch = result.epochs.front().epoch == shown.epoch;
        return fmt::format("{} in the last of {} {}", value, result.epochs.size(),
                           isOnePhase       ? "epochs"
                               : isOneEpoch ? "phases"
                                            : "phases and epochs");
    }
    return value + placeOf(shown, result.epochs);
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
