// SPDX-License-Identifier: GPL-3.0-or-later
// What each kind of experiment says in its first sentence.
#include "core/experiment/wording.h"

#include "core/experiment/metric_noun.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace weir::experiment {

using analysis::Judgement;

namespace {

std::string answeredValue(const SearchAnswer& answer)
{
    return fmt::format("{:g}{}", *answer.value, answer.unit.empty() ? "" : " " + answer.unit);
}

bool matters(const FactorEffect& effect)
{
    return effect.judgement == Judgement::Better || effect.judgement == Judgement::Worse;
}

std::string pointText(const SweepAdvice& sweep, const SweepPoint& point)
{
    std::string text;
    for (std::size_t i = 0; i < point.text.size() && i < sweep.factors.size(); ++i)
        text += (i == 0 ? "" : ", ") + settingTitle(sweep.factors[i].key, point.text[i]);
    return text;
}

// The baseline itself needs no proof.
bool isClearlyBetter(const TuningReport& report, const SweepPoint& point)
{
    if (point.isBaseline || point.variant >= report.variants.size())
        return true;
    const auto& variant = report.variants[point.variant];
    return !variant.estimates.empty() && variant.primary().judgement == Judgement::Better;
}

const Variant* bestVariant(const TuningReport& report)
{
    const auto found = std::ranges::find_if(report.variants, &Variant::isRecommended);
    if (found != report.variants.end())
        return &*found;
    return report.variants.empty() ? nullptr : &report.variants.front();
}

} // namespace

std::string answerText(const SearchAnswer& answer)
{
    const auto& search = answer.search;
    const auto label = knobName(search.key);
    if (!answer.value)
        return fmt::format("No {} that was tried holds {}.", label, search.condition);
    auto text = fmt::format("The {} {} that holds {} is {}", search.wantsHighest ? "highest" : "lowest", label,
                            search.condition, answeredValue(answer));
    if (answer.isConfirmed)
        text += ", confirmed by a longer block";
    if (answer.isAtEnd)
        return text + "; it is the end of what was to be tried, so the limit may lie beyond.";
    return text
        + (answer.isOurLimit ? "; beyond it the load generator could not keep up, so the target may do more." : ".");
}

std::string screeningText(const TuningReport& report)
{
    if (report.effects.empty())
        return {};
    std::vector<std::string> names;
    for (const auto& effect : report.effects)
        if (matters(effect) && !effect.isRefuted)
            names.push_back(knobName(effect.factor.key));
    const auto noun = report.metrics.empty() ? "the metric" : metricNoun(report.metrics.front());
    if (names.empty())
        return fmt::format("None of {} knobs has a clear effect on {}.", report.effects.size(), noun);
    return fmt::format("{} of {} knobs matter{} for {}: {}.", names.size(), report.effects.size(),
                       names.size() == 1 ? "s" : "", noun, listText(names, 5));
}

std::string sweepText(const TuningReport& report)
{
    if (!report.sweep)
        return {};
    const auto& sweep = *report.sweep;
    if (!sweep.best || *sweep.best >= sweep.points.size())
        return "No point of the sweep is clearly best.";
    const auto noun = report.metrics.empty() ? "the metric" : metricNoun(report.metrics.front());
    const auto& best = sweep.points[*sweep.best];
    auto text = fmt::format("Best for {}: {}{}", noun, pointText(sweep, best),
                            isClearlyBetter(report, best) ? "" : ", though not for certain better than the baseline");
    if (sweep.smallest && *sweep.smallest < sweep.points.size() && sweep.smallest != sweep.best)
        text += fmt::format("; {} is within 2 % of it", pointText(sweep, sweep.points[*sweep.smallest]));
    if (sweep.knee)
        text += fmt::format("; the curve bends at {:g}", *sweep.knee);
    return text + ".";
}

std::string headline(const TuningReport& report)
{
    if (report.search)
        return answerText(*report.search);
    if (!report.effects.empty())
        return screeningText(report);
    if (report.sweep)
        return sweepText(report);
    const auto* variant = bestVariant(report);
    return variant ? findingText(report, *variant) : "Nothing was measured.";
}

} // namespace weir::experiment
