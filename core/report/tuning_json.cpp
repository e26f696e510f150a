// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/tuning_json.h"

#include "core/experiment/wording.h"
#include "core/report/json_text.h"
#include "core/report/knob_columns.h"

#include <boost/json.hpp>

#include <cmath>

namespace weir::report {

namespace json = boost::json;
using experiment::TuningReport;

namespace {

json::string_view jsonView(std::string_view text)
{
    return {text.data(), text.size()};
}

json::value jsonText(const std::string& text)
{
    return json::string(text); // no braces: they would make an array of it
}

template <typename Items, typename Convert>
json::array arrayFrom(const Items& items, Convert convert)
{
    json::array array;
    for (const auto& item : items)
        array.push_back(convert(item));
    return array;
}

json::array textsArray(const std::vector<std::string>& texts)
{
    return arrayFrom(texts, jsonText);
}

// An object whose numbers may be infinite, which JSON has no number for.
class FigureObject {
public:
    FigureObject& text(std::string_view key, json::value value)
    {
        m_object[jsonView(key)] = std::move(value);
        return *this;
    }
    FigureObject& number(std::string_view key, double value)
    {
        m_object[jsonView(key)] = jsonNumber(value);
        if (std::isinf(value))
            (value > 0 ? m_infinite : m_minusInfinite).push_back(jsonView(key));
        return *this;
    }
    json::object take()
    {
        if (!m_infinite.empty())
            m_object["infinite"] = std::move(m_infinite);
        if (!m_minusInfinite.empty())
            m_object["minus_infinite"] = std::move(m_minusInfinite);
        return std::move(m_object);
    }

private:
    json::object m_object;
    json::array m_infinite;
    json::array m_minusInfinite;
};

json::object experimentObject(const TuningReport& report)
{
    return {{"id", report.id},
            {"started_at", base::rfc3339(report.startedAt)},
            {"kind", jsonView(kindName(report.kind))},
            {"scenario", report.scenario},
            {"target", redactedTarget(report.target)},
            {"machine", report.machine},
            {"sequential", report.isSequential},
            {"interrupted", report.isInterrupted}};
}

json::object planObject(const TuningReport& report)
{
    return FigureObject{}
        .number("blocks_planned", report.blocksPlanned)
        .number("blocks_done", report.blocksDone)
        .number("block_s", report.blockSeconds)
        .number("planned_s", report.secondsPlanned)
        .number("elapsed_s", report.secondsDone)
        .number("measured_ratio", report.measuredShare)
        .number("margin_ratio", report.margin)
        .number("confidence", report.confidence)
        .number("smallest_difference_ratio", report.smallestDifference)
        .number("noise_removed_ratio", report.noiseRemoved)
        .take();
}

json::object verdictValue(const metrics::Verdict& verdict)
{
    return {{"level", jsonView(verdictName(verdict.level))}, {"reasons", textsArray(verdict.reasons)}};
}

json::object changeObject(const experiment::Change& change)
{
    return {{"knob", change.key}, {"from", change.from}, {"to", change.to}};
}

json::object armObject(const experiment::Arm& arm)
{
    return {{"name", arm.name},
            {"run_id", arm.runId.empty() ? json::value(nullptr) : jsonText(arm.runId)},
            {"changes", arrayFrom(arm.changes, changeObject)},
            {"verdict", verdictValue(arm.verdict)}};
}

json::object estimateObject(const TuningReport& report, const experiment::Estimate& estimate)
{
    const auto& difference = estimate.difference;
    const bool isPlain = difference.scale == analysis::DifferenceScale::Plain;
    const bool isHigher = estimate.direction == analysis::Direction::HigherIsBetter;
    return FigureObject{}
        .text("metric", jsonText(estimate.metric))
        .text("endpoint", jsonText(report.endpointName(estimate.endpoint)))
        .number("baseline", estimate.baseline)
        .number("variant", estimate.variant)
        .number("difference", estimate.variant - estimate.baseline)
        .text("scale", isPlain ? "share" : "ratio")
        .number("difference_ratio", difference.asRatio(difference.difference))
        .number("ci_low", difference.asRatio(difference.low))
        .number("ci_high", difference.asRatio(difference.high))
        .number("confidence", difference.confidence)
        .number("pairs", difference.pairs)
        .number("never_pairs", difference.never)
        .number("deviation", difference.deviation)
        .number("lag1", difference.lag1)
        .text("better",
              estimate.isNeutral ? "neither"
                  : isHigher     ? "higher"
                                 : "lower")
        .text("verdict", jsonView(judgementName(estimate.judgement)))
        .text("holm", estimate.isHolm)
        .text("spread_changed", estimate.spreadChanged)
        .take();
}

json::object pairObject(const experiment::Pair& pair)
{
    return FigureObject{}
        .number("at_s", pair.atS)
        .number("baseline", pair.baseline)
        .number("variant", pair.variant)
        .take();
}

json::object variantObject(const TuningReport& report, const experiment::Variant& variant)
{
    return {{"arm", report.arms[variant.arm].name},
            {"against", report.arms[variant.against].name},
            {"confirms", variant.confirms.empty() ? json::value(nullptr) : jsonText(variant.confirms)},
            {"sentence", variant.sentence.empty() ? sentenceOf(report, variant) : variant.sentence},
            {"sureness", variant.sureness.empty() ? surenessOf(report, variant) : variant.sureness},
            {"recommended", variant.isRecommended},
            {"guards", textsArray(variant.guards)},
            {"estimates", arrayFrom(variant.estimates, [&](const auto& e) { return estimateObject(report, e); })},
            {"pairs", arrayFrom(variant.pairs, pairObject)}};
}

json::object effectObject(const experiment::FactorEffect& effect)
{
    const auto ratio = [&](double onScale) {
        return effect.scale == analysis::DifferenceScale::LogRatio ? std::expm1(onScale) : onScale;
    };
    return FigureObject{}
        .text("knob", jsonText(effect.factor.key))
        .text("levels", textsArray(effect.factor.values))
        .number("effect_ratio", ratio(effect.effect))
        .number("ci_low", ratio(effect.low))
        .number("ci_high", ratio(effect.high))
        .text("verdict", jsonView(judgementName(effect.judgement)))
        .text("confirmed", effect.isConfirmed)
        .text("refuted", effect.isRefuted)
        .take();
}

json::object factorObject(const experiment::Factor& factor)
{
    return {{"knob", factor.key}, {"values", textsArray(factor.values)}};
}

json::object pointObjectOf(const TuningReport& report, const experiment::SweepPoint& point)
{
    json::object object{{"setting", textsArray(point.text)},
                        {"baseline", point.isBaseline},
                        {"invalid", point.isInvalid},
                        {"on_front", point.isOnFront}};
    const bool hasVariant = !point.isBaseline && point.variant < report.variants.size();
    object["arm"] = hasVariant ? jsonText(report.arms[report.variants[point.variant].arm].name) : nullptr;
    return object;
}

json::value indexValue(const std::optional<std::size_t>& index)
{
    return index ? json::value(*index) : nullptr;
}

json::value sweepValue(const TuningReport& report)
{
    if (!report.sweep)
        return nullptr;
    const auto& sweep = *report.sweep;
    return json::object{{"factors", arrayFrom(sweep.factors, factorObject)},
                        {"points", arrayFrom(sweep.points, [&](const auto& p) { return pointObjectOf(report, p); })},
                        {"best_point", indexValue(sweep.best)},
                        {"smallest_point", indexValue(sweep.smallest)},
                        {"knee", sweep.knee ? jsonNumber(*sweep.knee) : nullptr}};
}

json::object trialObject(const experiment::Trial& trial)
{
    return FigureObject{}
        .number("value", trial.value)
        .text("held", trial.held)
        .number("figure", trial.figure)
        .number("throughput_rps", trial.throughput)
        .number("seconds", trial.seconds)
        .text("verdict", verdictValue(trial.verdict))
        .text("confirming", trial.isConfirming)
        .take();
}

json::value searchValue(const TuningReport& report)
{
    if (!report.search)
        return nullptr;
    const auto& answer = *report.search;
    return json::object{{"knob", answer.search.key},
                        {"wants", answer.search.wantsHighest ? "highest" : "lowest"},
                        {"condition", answer.search.condition},
                        {"from", jsonNumber(answer.search.from)},
                        {"to", jsonNumber(answer.search.to)},
                        {"unit", answer.unit},
                        {"value", answer.value ? jsonNumber(*answer.value) : nullptr},
                        {"confirmed", answer.isConfirmed},
                        {"generator_limit", answer.isOurLimit},
                        {"at_end", answer.isAtEnd},
                        {"trials", arrayFrom(answer.trials, trialObject)}};
}

json::array boundsArray(const analysis::Bounds& bounds)
{
    return {jsonNumber(bounds.low), jsonNumber(bounds.high)};
}

json::value scalabilityValue(const TuningReport& report)
{
    if (!report.scalability)
        return nullptr;
    const auto& fit = *report.scalability;
    const auto peak = fit.peak();
    return json::object{{"lambda_rps", fit.lambda},
                        {"lambda_ci", boundsArray(fit.lambdaBounds)},
                        {"sigma", fit.sigma},
                        {"sigma_ci", boundsArray(fit.sigmaBounds)},
                        {"kappa", fit.kappa},
                        {"kappa_ci", boundsArray(fit.kappaBounds)},
                        {"r2", jsonNumber(fit.r2)},
                        {"fits_badly", fit.fitsBadly()},
                        {"peak", peak ? jsonNumber(*peak) : nullptr}};
}

} // namespace

std::string tuningJson(const TuningReport& report)
{
    JsonObjectText text;
    text.add("weir", WEIR_VERSION);
    text.add("experiment", experimentObject(report));
    text.add("summary", jsonText(headline(report)));
    text.add("plan", planObject(report));
    text.add("endpoints", textsArray(report.endpoints));
    text.add("metrics", textsArray(report.metrics));
    text.add("arms", arrayFrom(report.arms, armObject));
    text.addArray("variants", report.variants.size(),
                  [&](std::size_t i) { return variantObject(report, report.variants[i]); });
    text.add("effects", arrayFrom(report.effects, effectObject));
    text.add("sweep", sweepValue(report));
    text.add("search", searchValue(report));
    text.add("scalability", scalabilityValue(report));
    text.add("notes", textsArray(report.notes));
    return text.take();
}

} // namespace weir::report
