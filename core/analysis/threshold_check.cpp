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

static EpochCheck checkRow(const Threshold& threshold, const Row& row)
{
    const auto value = valueOf(threshold, row);
    return {row.epoch, value, value && holds(*value, threshold.comparison, threshold.limit)};
}

static std::string valueText(const Threshold& threshold, const EpochCheck& check)
{
    if (!check.value)
        return "no value: too few samples, or not measured";
    const auto unit = threshold.metric.empty() ? std::string_view{"ms"} : metrics::findMetric(threshold.metric)->unit;
    return fmt::format("{:.6g}{}{}", *check.value, unit.empty() ? "" : " ", unit);
}

// The first epoch that failed, since later ones often follow from it; else the value nearest to the end.
static std::string reasonOf(const Threshold& threshold, const std::vector<EpochCheck>& epochs)
{
    if (epochs.empty())
        return "nothing was measured";
    const auto failed = std::ranges::find(epochs, false, &EpochCheck::passed);
    const auto& shown = failed == epochs.end() ? epochs.back() : *failed;
    const auto value = valueText(threshold, shown);
    if (epochs.size() == 1)
        return value;
    return failed == epochs.end() ? fmt::format("{} in the last of {} epochs", value, epochs.size())
                                  : fmt::format("{} in epoch {}", value, shown.epoch);
}

ThresholdResult checkThreshold(const Threshold& threshold, const Snapshot& snapshot)
{
    ThresholdResult result{.threshold = threshold, .passed = false, .epochs = {}, .reason = {}};
    const auto wanted = rowIndex(threshold, snapshot);
    if (!wanted) {
        result.reason = fmt::format("there is no endpoint \"{}\"", threshold.endpoint);
        return result;
    }
    for (const auto& row : snapshot.rows)
        if (metrics::isMeasured(row->phase) && row->endpoint == *wanted)
            result.epochs.push_back(checkRow(threshold, *row));
    result.passed = !result.epochs.empty() && std::ranges::all_of(result.epochs, &EpochCheck::passed);
    result.reason = reasonOf(threshold, result.epochs);
    return result;
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
