// SPDX-License-Identifier: GPL-3.0-or-later
// Thresholds against what was measured.
#include "core/analysis/threshold.h"

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

static std::optional<double> valueOf(const Threshold& threshold, const Row& row)
{
    if (threshold.metric.empty()) {
        const std::array<const metrics::Histogram*, 1> whole{row.response.get()};
        metrics::MetricSource source;
        source.distributions[static_cast<std::size_t>(metrics::DistributionId::Response)] = whole;
        return row.response ? metrics::percentileMs(source, metrics::DistributionId::Response, threshold.percentile)
                            : std::nullopt;
    }
    const double value = row.values[metrics::metricIndex(threshold.metric)];
    return std::isnan(value) ? std::nullopt : std::optional{value};
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
    const auto value = valueOf(threshold, row);
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

static std::string reasonOf(const ThresholdResult& result)
{
    if (result.epochs.empty())
        return result.threshold.phase.empty() ? "nothing was measured"
                                              : fmt::format("nothing was measured in phase {}", result.threshold.phase);
    const auto& shown = deciding(result.epochs);
    const auto value = shown.value ? result.value : "no value: too few samples, or not measured";
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

ThresholdResult checkThreshold(const Threshold& threshold, const Snapshot& snapshot)
{
    ThresholdResult result;
    result.threshold = threshold;
    const auto wanted = rowIndex(threshold, snapshot);
    if (!wanted) {
        result.reason = fmt::format("there is no endpoint \"{}\"", threshold.endpoint);
        return result;
    }
    for (const auto& row : snapshot.rows)
        if (row->endpoint == *wanted && isJudged(threshold, snapshot, *row))
            result.epochs.push_back(checkRow(threshold, snapshot, *row));
    result.state = stateOf(result.epochs);
    result.passed = result.state == ThresholdState::Passing;
    if (!result.epochs.empty() && deciding(result.epochs).value)
        result.value = valueText(threshold, *deciding(result.epochs).value);
    result.reason = reasonOf(result);
    return result;
}

// When the requests that it judges began.
static std::optional<base::Nanos> beginOf(const Threshold& threshold, const Snapshot& snapshot)
{
    std::optional<base::Nanos> begin;
    for (const auto& row : snapshot.rows)
        if (isJudged(threshold, snapshot, *row) && (!begin || row->begin < *begin))
            begin = row->begin;
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
                    fmt::format("the threshold \"{}\" was not met: {}", threshold.text, result.reason)};
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
