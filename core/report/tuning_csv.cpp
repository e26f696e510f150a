// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/tuning_csv.h"

#include "core/experiment/metric_noun.h"
#include "core/report/csv_cell.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace weir::report {

using analysis::Judgement;
using experiment::Arm;
using experiment::Estimate;
using experiment::TuningReport;
using experiment::Variant;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

// The columns by name, in their order: what a kind of row does not have stays empty.
struct TuningRow {
    std::string endpoint = "*";
    std::string metric;
    std::vector<std::string> knobs, from, to;
    double baseline = unknown;
    double variant = unknown;
    double differenceRatio = unknown;
    double low = unknown;
    double high = unknown;
    double confidence = unknown;
    std::string pairs;
    std::string_view verdict;
    std::vector<std::string> guards;
    bool isHolm = false;
    std::string_view baselineVerdict;
    std::string_view variantVerdict;
    bool isRecommended = false;

    std::string_view kind;
    std::string arm;
    std::string never;
    bool spreadChanged = false;
    std::string confirmed;
};

constexpr std::string_view tuningColumns =
    "experiment_id,started_at,kind,scenario,endpoint,metric,unit,knobs,from,to,baseline,variant,difference,"
    "difference_ratio,ci_low,ci_high,confidence,pairs,verdict,guards,holm,baseline_verdict,variant_verdict,recommended,"
    "row,arm,never_pairs,spread_changed,confirmed,sequential,interrupted\r\n";

std::string joinedCell(const std::vector<std::string>& texts)
{
    return valueCell(fmt::format("{}", fmt::join(texts, " + ")));
}

std::string unitOfMetric(const std::string& id)
{
    const auto* metric = metrics::findMetric(id);
    return metric ? std::string{metric->unit} : std::string{};
}

std::string flagCell(bool value)
{
    return value ? "true" : "false";
}

std::string tuningLine(const TuningReport& report, const TuningRow& row)
{
    return csvLine({textCell(report.id),
                    base::rfc3339(report.startedAt),
                    std::string{kindName(report.kind)},
                    textCell(report.scenario),
                    row.endpoint == "*" ? "*" : textCell(row.endpoint),
                    textCell(row.metric),
                    unitOfMetric(row.metric),
                    joinedCell(row.knobs),
                    joinedCell(row.from),
                    joinedCell(row.to),
                    numberCell(row.baseline),
                    numberCell(row.variant),
                    numberCell(row.variant - row.baseline),
                    numberCell(row.differenceRatio),
                    numberCell(row.low),
                    numberCell(row.high),
                    numberCell(row.confidence),
                    row.pairs,
                    std::string{row.verdict},
                    joinedCell(row.guards),
                    flagCell(row.isHolm),
                    std::string{row.baselineVerdict},
                    std::string{row.variantVerdict},
                    flagCell(row.isRecommended),
                    std::string{row.kind},
                    textCell(row.arm),
                    row.never,
                    flagCell(row.spreadChanged),
                    row.confirmed,
                    flagCell(report.isSequential),
                    flagCell(report.isInterrupted)});
}

std::string_view verdictCell(const Estimate& estimate)
{
    const bool isTold = estimate.judgement != Judgement::NoDifference;
    return judgementName(estimate.isNeutral && isTold ? Judgement::Unclear : estimate.judgement);
}

// What the variant sets otherwise than the arm that it is paired with: of one that confirms an effect the two levels.
std::vector<experiment::Change> changesOf(const TuningReport& report, const Variant& variant)
{
    for (const auto& effect : report.effects)
        if (!variant.confirms.empty() && effect.factor.key == variant.confirms && !effect.factor.values.empty())
            return {{variant.confirms, effect.factor.values.front(), effect.factor.values.back()}};
    return report.arms[variant.arm].changes;
}

TuningRow rowOfArm(const TuningReport& report, const Variant& variant)
{
    TuningRow row;
    const auto& arm = report.arms[variant.arm];
    for (const auto& change : changesOf(report, variant)) {
        row.knobs.push_back(change.key);
        row.from.push_back(change.from);
        row.to.push_back(change.to);
    }
    row.guards = variant.guards;
    row.baselineVerdict = metrics::verdictName(report.arms[variant.against].verdict.level);
    row.variantVerdict = metrics::verdictName(arm.verdict.level);
    row.isRecommended = variant.isRecommended;
    row.kind = report.sweep ? "point" : variant.confirms.empty() ? "variant" : "confirmation";
    row.arm = arm.name;
    return row;
}

void fillEstimate(TuningRow& row, const TuningReport& report, const Estimate& estimate)
{
    const auto& difference = estimate.difference;
    row.endpoint = report.endpointName(estimate.endpoint);
    row.metric = estimate.metric;
    row.baseline = estimate.baseline;
    row.variant = estimate.variant;
    row.differenceRatio = difference.asRatio(difference.difference);
    row.low = difference.asRatio(difference.low);
    row.high = difference.asRatio(difference.high);
    row.confidence = difference.confidence;
    row.pairs = fmt::format("{}", difference.pairs);
    row.verdict = verdictCell(estimate);
    row.isHolm = estimate.isHolm;
    row.never = fmt::format("{}", difference.never);
    row.spreadChanged = estimate.spreadChanged;
}

std::string primaryOf(const TuningReport& report)
{
    return report.metrics.empty() ? std::string{} : report.metrics.front();
}

std::string effectLine(const TuningReport& report, const experiment::FactorEffect& effect)
{
    const auto ratio = [&](double onScale) {
        return effect.scale == analysis::DifferenceScale::LogRatio ? std::expm1(onScale) : onScale;
    };
    TuningRow row;
    row.kind = "effect";
    row.metric = primaryOf(report);
    row.knobs = {effect.factor.key};
    if (!effect.factor.values.empty()) {
        row.from = {effect.factor.values.front()};
        row.to = {effect.factor.values.back()};
    }
    row.differenceRatio = ratio(effect.effect);
    row.low = ratio(effect.low);
    row.high = ratio(effect.high);
    row.confidence = report.confidence;
    row.verdict = judgementName(effect.judgement);
    row.confirmed = effect.isConfirmed ? "true" : effect.isRefuted ? "false" : "";
    return tuningLine(report, row);
}

TuningRow searchRow(const TuningReport& report, std::string_view kind)
{
    TuningRow row;
    row.kind = kind;
    row.metric = primaryOf(report);
    row.knobs = {report.search->search.key};
    row.arm = report.search->search.condition;
    return row;
}

std::string trialLine(const TuningReport& report, const experiment::Trial& trial)
{
    auto row = searchRow(report, "trial");
    row.to = {numberCell(trial.value)};
    row.variant = trial.figure;
    row.variantVerdict = metrics::verdictName(trial.verdict.level);
    row.confirmed = trial.held ? "true" : "false";
    return tuningLine(report, row);
}

// The figure is that of the value's last trial: a confirming one comes behind the others.
std::string answerLine(const TuningReport& report)
{
    const auto& answer = *report.search;
    auto row = searchRow(report, "answer");
    row.from = {numberCell(answer.search.from)};
    row.to = {answer.value ? numberCell(*answer.value) : ""};
    for (const auto& trial : answer.trials) {
        if (answer.value && trial.held && trial.value == *answer.value) {
            row.variant = trial.figure;
            row.variantVerdict = metrics::verdictName(trial.verdict.level);
        }
    }
    row.confirmed = flagCell(answer.isConfirmed);
    row.isRecommended = answer.value && answer.isConfirmed;
    return tuningLine(report, row);
}

} // namespace

std::string tuningCsv(const TuningReport& report)
{
    std::string text{tuningColumns};
    if (report.search)
        text += answerLine(report);
    for (const auto& effect : report.effects)
        text += effectLine(report, effect);
    for (const auto& variant : report.variants) {
        auto row = rowOfArm(report, variant);
        for (const auto& estimate : variant.estimates) {
            fillEstimate(row, report, estimate);
            text += tuningLine(report, row);
        }
    }
    if (report.search)
        for (const auto& trial : report.search->trials)
            text += trialLine(report, trial);
    return text;
}

} // namespace weir::report
