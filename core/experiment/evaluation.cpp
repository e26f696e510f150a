// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/evaluation.h"

#include "core/analysis/screening_design.h"
#include "core/experiment/sweep_advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace weir::experiment {

using analysis::BlockPair;
using analysis::DifferenceScale;
using analysis::Direction;
using analysis::Judgement;
using analysis::PairedDifference;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

// The blocks of one contrast that have a partner, in the order in which the pairs were run.
struct PairOfBlocks {
    const BlockResult* baseline = nullptr;
    const BlockResult* variant = nullptr;
};
using PairsOfBlocks = std::vector<PairOfBlocks>;

PairsOfBlocks pairsOf(std::span<const BlockResult> blocks, std::size_t contrast, bool isConfirming = false)
{
    std::map<std::uint64_t, PairOfBlocks> byDraw; // which count up as pairs are run
    for (const auto& block : blocks)
        if (block.order.contrast == contrast && block.order.isConfirming == isConfirming)
            (block.order.isVariant ? byDraw[block.order.draw].variant : byDraw[block.order.draw].baseline) = &block;
    PairsOfBlocks pairs;
    for (const auto& [draw, pair] : byDraw)
        if (pair.baseline && pair.variant)
            pairs.push_back(pair);
    return pairs;
}

std::vector<BlockPair> figuresOf(const PairsOfBlocks& pairs, std::size_t place, std::size_t column, std::size_t width)
{
    std::vector<BlockPair> figures;
    figures.reserve(pairs.size());
    for (const auto& pair : pairs)
        figures.push_back({pair.baseline->figure(place, column, width), pair.variant->figure(place, column, width)});
    return figures;
}

// Of one metric and place, as of a single one.
Estimate estimateOf(const Frame& frame, const PairsOfBlocks& pairs, std::size_t column, std::size_t place)
{
    const auto& metric = metricOf(frame.columns.metrics()[column]);
    const auto figures = figuresOf(pairs, place, column, frame.columns.width());
    std::vector<double> baselines, variants;
    for (const auto& figure : figures) {
        baselines.push_back(figure.baseline);
        variants.push_back(figure.variant);
    }
    Estimate estimate;
    estimate.metric = metric.id;
    estimate.endpoint = static_cast<int>(place) - 1;
    estimate.baseline = middleOf(std::move(baselines));
    estimate.variant = middleOf(std::move(variants));
    estimate.difference = analysis::pairedDifference(figures, scaleOf(metric), frame.plan.confidence);
    const auto goal = metrics::goalOf(metric);
    estimate.direction = directionOf(goal);
    estimate.isNeutral = goal == metrics::Goal::Neither;
    return estimate;
}

// Widens the intervals of those that are judged together.
void adjust(const Frame& frame, const PairsOfBlocks& pairs, std::span<Estimate*> together)
{
    if (together.size() < 2)
        return;
    std::vector<PairedDifference> differences;
    for (const auto* estimate : together)
        differences.push_back(estimate->difference);
    const auto confidences = analysis::holmConfidences(differences, frame.plan.confidence);
    for (std::size_t i = 0; i < together.size(); ++i) {
        auto& estimate = *together[i];
        const auto column = static_cast<std::size_t>(std::ranges::find(frame.columns.metrics(), estimate.metric)
                                                     - frame.columns.metrics().begin());
        estimate.isHolm = confidences[i] > frame.plan.confidence;
        if (estimate.isHolm)
            estimate.difference = analysis::pairedDifference(
                figuresOf(pairs, static_cast<std::size_t>(estimate.endpoint + 1), column, frame.columns.width()),
                estimate.difference.scale, confidences[i]);
    }
}

void judge(const Frame& frame, Estimate& estimate)
{
    estimate.judgement = analysis::judge(estimate.difference, estimate.direction, frame.plan.margin);
    if (estimate.isNeutral && estimate.judgement != Judgement::NoDifference)
        estimate.judgement = Judgement::Unclear;
}

// Shares of what was planned that got lost, of all endpoints.
std::vector<analysis::Guard> shareGuards(const Frame& frame, const PairsOfBlocks& pairs)
{
    const auto guardOf = [&](std::string name, std::size_t column) {
        return analysis::Guard{std::move(name),
                               analysis::pairedDifference(figuresOf(pairs, 0, column, frame.columns.width()),
                                                          DifferenceScale::Plain, frame.plan.confidence)};
    };
    return {guardOf("failed share", frame.columns.failedShare()),
            guardOf("skipped share", frame.columns.skippedShare())};
}

// Endpoints that fail more often, be their failures lost in the total.
std::vector<std::string> failingEndpoints(const Frame& frame, const PairsOfBlocks& pairs)
{
    std::vector<PairedDifference> differences;
    for (std::size_t endpoint = 0; endpoint < frame.endpoints; ++endpoint)
        differences.push_back(analysis::pairedDifference(
            figuresOf(pairs, endpoint + 1, frame.columns.failedShare(), frame.columns.width()), DifferenceScale::Plain,
            frame.plan.confidence));
    const auto confidences = analysis::holmConfidences(differences, frame.plan.confidence);
    std::vector<std::string> names;
    for (std::size_t endpoint = 0; endpoint < frame.endpoints; ++endpoint) {
        const auto difference = analysis::pairedDifference(
            figuresOf(pairs, endpoint + 1, frame.columns.failedShare(), frame.columns.width()), DifferenceScale::Plain,
            confidences[endpoint]);
        if (difference.hasInterval() && difference.low > analysis::guardedShare)
            names.push_back(std::to_string(endpoint));
    }
    return names;
}

bool isLatency(std::string_view id)
{
    return metricOf(id).kind == metrics::MetricKind::Latency;
}

bool isSpreadChanged(const PairsOfBlocks& pairs, double confidence)
{
    constexpr double margin = 0.02; // of the requests, at the place where the distributions are farthest apart
    std::vector<analysis::ShapePair> shapes;
    for (const auto& pair : pairs)
        shapes.push_back({pair.baseline->shape, pair.variant->shape});
    return analysis::isSpreadChanged(shapes, margin, confidence);
}

bool isNothing(const Estimate& estimate)
{
    return std::isnan(estimate.baseline) && std::isnan(estimate.variant);
}

Variant variantOf(const Frame& frame, const PairsOfBlocks& pairs, const Contrast& contrast, bool withEndpoints,
                  const TuningReport& report)
{
    Variant variant;
    variant.arm = contrast.variant;
    variant.against = contrast.baseline;
    const auto& metrics = frame.columns.metrics();
    const std::size_t places = withEndpoints ? frame.endpoints + 1 : 1;
    for (std::size_t column = 0; column < metrics.size(); ++column)
        for (std::size_t place = 0; place < places; ++place)
            variant.estimates.push_back(estimateOf(frame, pairs, column, place));

    // The primary metric stands alone; the other metrics are one family, the endpoints of each metric another.
    std::vector<Estimate*> others;
    for (std::size_t column = 1; column < metrics.size(); ++column)
        others.push_back(&variant.estimates[column * places]);
    adjust(frame, pairs, others);
    for (std::size_t column = 0; column < metrics.size() && places > 1; ++column) {
        std::vector<Estimate*> endpoints;
        for (std::size_t place = 1; place < places; ++place)
            endpoints.push_back(&variant.estimates[column * places + place]);
        adjust(frame, pairs, endpoints);
    }
    for (auto& estimate : variant.estimates)
        judge(frame, estimate);

    variant.guards = analysis::broken(shareGuards(frame, pairs));
    const bool losesMore = !variant.guards.empty();
    if (withEndpoints) {
        for (const auto& place : failingEndpoints(frame, pairs))
            variant.guards.push_back(
                fmt::format("failures of {}", report.endpoints[static_cast<std::size_t>(std::stoul(place))]));
        for (std::size_t place = 1; place < places; ++place)
            if (variant.estimates[place].judgement == Judgement::Worse)
                variant.guards.push_back(report.endpoints[place - 1]);
    }
    // What is refused is answered fast: of the others, times say nothing good.
    if (losesMore)
        for (auto& estimate : variant.estimates)
            if (estimate.judgement == Judgement::Better && isLatency(estimate.metric))
                estimate.judgement = Judgement::Unclear;
    auto& primary = variant.estimates.front();
    if (isLatency(primary.metric) && primary.judgement != Judgement::Better && primary.judgement != Judgement::Worse)
        primary.spreadChanged = isSpreadChanged(pairs, frame.plan.confidence);
    const auto level = report.arms[contrast.variant].verdict.level;
    variant.isRecommended = variant.primary().judgement == Judgement::Better && variant.guards.empty()
        && level != metrics::Verdict::Level::Invalid;
    for (const auto& pair : pairs)
        variant.pairs.push_back({pair.baseline->figure(0, 0, frame.columns.width()),
                                 pair.variant->figure(0, 0, frame.columns.width()),
                                 std::min(pair.baseline->atS, pair.variant->atS)});
    // A metric that nothing gave a figure for is no row.
    std::erase_if(variant.estimates,
                  [&](const Estimate& estimate) { return isNothing(estimate) && estimate.metric != metrics.front(); });
    return variant;
}

// An arm is what three quarters of its blocks are at least: one bad second of the machine is no verdict on the setting.
metrics::Verdict verdictOf(std::span<const BlockResult> blocks, std::size_t arm)
{
    std::vector<const metrics::Verdict*> all;
    for (const auto& block : blocks)
        if (block.order.arm == arm && block.verdict.level != metrics::Verdict::Level::None)
            all.push_back(&block.verdict);
    if (all.empty())
        return {};
    std::ranges::stable_sort(all, {}, [](const auto* verdict) { return verdict->level; });
    metrics::Verdict verdict;
    verdict.level = all[(all.size() * 3 + 3) / 4 - 1]->level;
    const auto bad = static_cast<std::size_t>(
        std::ranges::count_if(all, [](const auto* one) { return one->level != metrics::Verdict::Level::Valid; }));
    if (bad > 0) {
        const auto& worst = *all.back();
        verdict.reasons.push_back(fmt::format("{} of {} blocks were not VALID; the worst: {}", bad, all.size(),
                                              worst.reasons.empty() ? "" : worst.reasons.front()));
    }
    return verdict;
}

double onScale(double figure, DifferenceScale scale)
{
    if (scale == DifferenceScale::Plain)
        return figure;
    return figure > 0 && std::isfinite(figure) ? std::log(figure) : none;
}

void addEffects(const Frame& frame, std::span<const BlockResult> blocks, TuningReport& report)
{
    const auto& plan = frame.plan;
    const auto design = analysis::plackettBurman(plan.factors.size());
    const auto& metric = metricOf(frame.columns.metrics().front());
    const auto scale = scaleOf(metric);
    std::map<int, std::vector<double>> rounds;
    for (const auto& block : blocks) {
        if (block.order.isConfirming)
            continue;
        auto& responses = rounds[block.order.round];
        responses.resize(design.size(), none);
        responses[block.order.contrast] = onScale(block.figure(0, 0, frame.columns.width()), scale);
    }
    std::vector<std::vector<double>> responses;
    for (auto& [round, values] : rounds)
        if (std::ranges::none_of(values, [](double value) { return std::isnan(value); }))
            responses.push_back(std::move(values));
    if (responses.empty())
        return;
    const auto goal = metrics::goalOf(metric);
    for (const auto& effect : analysis::effectsOf(design, responses, plan.confidence)) {
        FactorEffect made;
        made.factor = plan.factors[effect.factor];
        made.effect = effect.effect;
        made.low = effect.low;
        made.high = effect.high;
        made.scale = scale;
        PairedDifference difference;
        difference.scale = scale;
        difference.pairs = std::isnan(effect.low) ? 0 : static_cast<int>(analysis::leastPairs);
        difference.difference = effect.effect;
        difference.low = effect.low;
        difference.high = effect.high;
        made.judgement = analysis::judge(difference, directionOf(goal), plan.margin);
        report.effects.push_back(std::move(made));
    }
    std::ranges::stable_sort(report.effects, std::greater{},
                             [](const FactorEffect& effect) { return std::abs(effect.effect); });
    for (auto& effect : report.effects)
        for (const auto& variant : report.variants)
            if (variant.confirms == effect.factor.key) {
                const auto& primary = variant.primary();
                const bool isSameWay = (primary.difference.difference > 0) == (effect.effect > 0);
                const bool isClear = primary.difference.hasInterval()
                    && (primary.difference.low > 0 || primary.difference.high < 0);
                effect.isConfirmed = isSameWay && isClear;
                effect.isRefuted = !effect.isConfirmed && primary.judgement == Judgement::NoDifference;
            }
}

// How much less the differences scatter than they would if the blocks of a pair had nothing in common.
double noiseRemovedOf(const std::vector<Variant>& variants, DifferenceScale scale)
{
    double apart = 0, paired = 0;
    for (const auto& variant : variants) {
        std::vector<double> baselines, others, differences;
        for (const auto& pair : variant.pairs) {
            const double a = onScale(pair.baseline, scale), b = onScale(pair.variant, scale);
            if (!std::isfinite(a) || !std::isfinite(b))
                continue;
            baselines.push_back(a);
            others.push_back(b);
            differences.push_back(b - a);
        }
        if (differences.size() < 6)
            continue;
        const auto variance = [](const std::vector<double>& values) {
            double mean = 0, sum = 0;
            for (const double value : values)
                mean += value / static_cast<double>(values.size());
            for (const double value : values)
                sum += (value - mean) * (value - mean);
            return sum / static_cast<double>(values.size() - 1);
        };
        apart += variance(baselines) + variance(others);
        paired += variance(differences);
    }
    return apart > 0 ? 1 - paired / apart : none;
}

// What would have been found in each variant, as its pairs have scattered.
double smallestOf(const std::vector<Variant>& variants)
{
    double smallest = none;
    for (const auto& variant : variants) {
        const auto& difference = variant.primary().difference;
        const double found = difference.asRatio(analysis::smallestDifference(
            difference.deviation, difference.pairs - difference.never, difference.lag1, difference.confidence));
        if (std::isfinite(found) && !(found <= smallest))
            smallest = found;
    }
    return smallest;
}

} // namespace

double middleOf(std::vector<double> values)
{
    std::erase_if(values, [](double value) { return std::isnan(value); });
    if (values.empty())
        return none;
    const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, half);
    if (values.size() % 2 == 1 || std::isinf(*half))
        return *half;
    return (*half + *std::max_element(values.begin(), half)) / 2;
}

const metrics::Metric& metricOf(std::string_view id)
{
    return metrics::metrics()[metrics::metricIndex(id)];
}

Direction directionOf(metrics::Goal goal)
{
    return goal == metrics::Goal::Higher ? Direction::HigherIsBetter : Direction::LowerIsBetter;
}

analysis::DifferenceScale scaleOf(const metrics::Metric& metric)
{
    return metric.kind == metrics::MetricKind::Ratio ? DifferenceScale::Plain : DifferenceScale::LogRatio;
}

double halfWidthOf(const Frame& frame, std::span<const BlockResult> blocks, std::size_t contrast)
{
    const auto figures = figuresOf(pairsOf(blocks, contrast), 0, 0, frame.columns.width());
    const auto difference = analysis::pairedDifference(figures, scaleOf(metricOf(frame.columns.metrics().front())),
                                                       frame.plan.confidence);
    return difference.hasInterval() ? (difference.high - difference.low) / 2 : none;
}

void evaluate(const Frame& frame, std::span<const BlockResult> blocks, bool isFinal, TuningReport& report)
{
    report.arms.clear();
    for (std::size_t i = 0; i < frame.arms.list.size(); ++i) {
        auto arm = frame.arms.list[i].arm;
        arm.verdict = verdictOf(blocks, i);
        report.arms.push_back(std::move(arm));
    }
    report.variants.clear();
    report.effects.clear();
    report.sweep.reset();
    const bool isScreening = frame.plan.kind == Kind::Screen;
    for (std::size_t i = 0; i < frame.arms.contrasts.size(); ++i) {
        const auto pairs = pairsOf(blocks, i, isScreening);
        if (pairs.empty())
            continue;
        auto variant = variantOf(frame, pairs, frame.arms.contrasts[i], isFinal && frame.endpoints > 1, report);
        if (isScreening && i < frame.arms.confirms.size())
            variant.confirms = frame.arms.confirms[i];
        report.variants.push_back(std::move(variant));
    }
    if (isScreening)
        addEffects(frame, blocks, report);
    if (frame.plan.kind == Kind::Sweep)
        addSweep(frame, report);
    report.smallestDifference = smallestOf(report.variants);
    report.noiseRemoved = noiseRemovedOf(report.variants, scaleOf(metricOf(frame.columns.metrics().front())));
}

} // namespace weir::experiment
