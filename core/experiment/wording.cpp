// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/wording.h"

#include "core/base/strings.h"
#include "core/experiment/metric_noun.h"
#include "core/experiment/quantity_text.h"
#include "core/settings/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace weir::experiment {

using analysis::DifferenceScale;
using analysis::Judgement;

namespace {

constexpr std::size_t longestValue = 40; // bytes of a knob's value in a title

std::string cutShort(const std::string& text)
{
    if (text.size() <= longestValue)
        return text;
    auto end = longestValue;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
        --end;
    return text.substr(0, end) + "…";
}

// "67108864" of bytes reads "64 MiB" where it is so many.
std::string bytesOf(double bytes)
{
    static constexpr std::array<std::string_view, 5> units{"B", "KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    for (; bytes >= 1024 && unit + 1 < units.size(); ++unit)
        bytes /= 1024;
    return fmt::format("{:.4g} {}", bytes, units[unit]);
}

std::string valueWithUnit(const settings::Knob& knob, const std::string& value, bool withUnit)
{
    if (!knob.zeroMeans.empty() && value == "0")
        return std::string{knob.zeroMeans};
    if (const auto number = base::parseDouble(value); number && knob.unit == "B")
        return bytesOf(*number);
    const bool hasUnit = withUnit && !knob.unit.empty();
    return cutShort(value) + (hasUnit ? fmt::format(" {}", knob.unit) : "");
}

std::string changeTitle(const std::string& key, const std::string& from, const std::string& to)
{
    const auto path = settings::findKnob(key);
    if (!path)
        return fmt::format("{} {} → {}", key, cutShort(from), cutShort(to));
    if (path->knob->kind == settings::Kind::Flag)
        return settingTitle(key, to);
    return fmt::format("{} {} → {}", knobName(key), valueWithUnit(*path->knob, from, false),
                       valueWithUnit(*path->knob, to, true));
}

// "bytes are", "p99 is".
std::string_view verbOf(std::string_view noun)
{
    const auto head = noun.substr(0, noun.find(" of "));
    const auto core = head.substr(0, std::min(head.find(" on "), head.find(" from ")));
    constexpr std::array<std::string_view, 4> plurals{"requests ", "bytes ", "steps ", "connections "};
    const bool startsPlural = std::ranges::any_of(plurals, [&](auto word) { return noun.starts_with(word); })
        && !core.ends_with("ratio") && !core.ends_with("rate");
    const bool endsPlural = core.ends_with('s') && !core.ends_with("ss");
    return startsPlural || endsPlural ? "are" : "is";
}

bool isCompared(const Estimate& estimate)
{
    return estimate.difference.hasInterval();
}

std::string differenceWords(const Estimate& estimate, const std::string& noun)
{
    const double difference = estimate.difference.difference;
    if (std::isinf(difference))
        return difference > 0 ? fmt::format("{} was never answered, where the baseline's was", noun)
                              : fmt::format("{} was answered, where the baseline's never was", noun);
    return fmt::format("{} {} {}", noun, verbOf(noun), differencePhrase(estimate.difference.scale, difference));
}

std::string comparisonWords(const Estimate& estimate)
{
    const auto noun = metricNoun(estimate.metric);
    const auto& difference = estimate.difference;
    if (difference.pairs > 0 && difference.never > 0 && std::isinf(estimate.baseline) && std::isinf(estimate.variant))
        return fmt::format("{} was never answered either way", noun);
    if (!isCompared(estimate))
        return fmt::format("too little is known of {}", noun);
    const std::string_view spread = estimate.spreadChanged ? ", though its distribution changed" : "";
    switch (estimate.judgement) {
    case Judgement::NoDifference: return fmt::format("no difference in {}{}", noun, spread);
    case Judgement::Unclear: return fmt::format("unclear whether {} {} different{}", noun, verbOf(noun), spread);
    default: return differenceWords(estimate, noun);
    }
}

// Every other metric that got worse for all endpoints together.
std::vector<std::string> worseMetrics(const Variant& variant)
{
    std::vector<std::string> names;
    for (std::size_t i = 1; i < variant.estimates.size(); ++i) {
        const auto& estimate = variant.estimates[i];
        const bool isOther = estimate.endpoint < 0 && estimate.metric != variant.primary().metric;
        if (isOther && !estimate.isNeutral && estimate.judgement == Judgement::Worse)
            names.push_back(metricNoun(estimate.metric));
    }
    return names;
}

// What may never be left out behind "lower".
std::string guardsClause(const Variant& variant)
{
    if (variant.guards.empty())
        return {};
    const bool isWorse = variant.primary().judgement == Judgement::Worse;
    return fmt::format(", {} {} got worse", isWorse ? "and" : "but", listText(variant.guards));
}

} // namespace

std::string knobName(const std::string& key)
{
    const auto path = settings::findKnob(key);
    if (!path)
        return key;
    const auto& knob = *path->knob;
    const bool isSwitch = knob.kind == settings::Kind::Flag && knob.key == "enabled";
    return fmt::format("{}{}", path->record.empty() ? std::string{} : cutShort(path->record) + ": ",
                       isSwitch ? path->section->label : knob.label);
}

std::string settingTitle(const std::string& key, const std::string& value)
{
    const auto path = settings::findKnob(key);
    if (!path)
        return fmt::format("{} = {}", key, cutShort(value));
    if (path->knob->kind == settings::Kind::Flag)
        return fmt::format("{} {}", knobName(key), value == "true" ? "on" : "off");
    return fmt::format("{} {}", knobName(key), valueWithUnit(*path->knob, value, true));
}

std::string_view judgementText(Judgement judgement)
{
    return judgement == Judgement::NoDifference ? "no difference" : analysis::judgementName(judgement);
}

std::string verdictText(const Estimate& estimate)
{
    const auto& difference = estimate.difference;
    if (estimate.isNeutral && estimate.judgement != Judgement::NoDifference
        && (difference.low > 0 || difference.high < 0))
        return difference.low > 0 ? "higher" : "lower";
    if (estimate.judgement == Judgement::NoDifference && estimate.spreadChanged)
        return "spread changed";
    return std::string{judgementText(estimate.judgement)};
}

std::string listText(const std::vector<std::string>& names, std::size_t most)
{
    std::string text;
    const auto shown = std::min(names.size(), most);
    for (std::size_t i = 0; i < shown; ++i)
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return shown < names.size() ? fmt::format("{} and {} more", text, names.size() - shown) : text;
}

std::string armTitle(const TuningReport& report, const Arm& arm)
{
    if (report.kind == Kind::Compare || arm.changes.empty())
        return arm.name;
    std::vector<std::string> titles;
    for (const auto& change : arm.changes)
        titles.push_back(changeTitle(change.key, change.from, change.to));
    return listText(titles, 4);
}

std::string variantTitle(const TuningReport& report, const Variant& variant)
{
    for (const auto& effect : report.effects)
        if (!variant.confirms.empty() && effect.factor.key == variant.confirms)
            return factorTitle(effect.factor);
    return armTitle(report, report.arms[variant.arm]);
}

std::string factorTitle(const Factor& factor)
{
    if (factor.values.empty())
        return factor.key;
    return changeTitle(factor.key, factor.values.front(), factor.values.back());
}

std::string sentenceOf(const TuningReport& report, const Variant& variant)
{
    if (variant.estimates.empty())
        return fmt::format("{}: nothing was measured", variantTitle(report, variant));
    return fmt::format("{}: {}{}", variantTitle(report, variant), comparisonWords(variant.primary()),
                       guardsClause(variant));
}

std::string surenessOf(const TuningReport& report, const Variant& variant)
{
    if (variant.estimates.empty())
        return {};
    const auto& estimate = variant.primary();
    const auto& difference = estimate.difference;
    if (!isCompared(estimate) && report.isSequential)
        return "too few seconds or requests for an interval: longer runs tell more";
    if (!isCompared(estimate))
        return fmt::format("only {} of the pairs have a figure, and {} are needed", difference.pairs,
                           analysis::leastPairs);
    const auto sure = fmt::format("{} sure", percentText(difference.confidence));
    if (std::isinf(difference.low) || std::isinf(difference.high))
        return fmt::format("{} of {} pairs had no answer", difference.never, difference.pairs);
    if (estimate.judgement == Judgement::NoDifference) {
        const double farthest = std::max(std::abs(difference.low), std::abs(difference.high));
        return fmt::format("{} that it is less than {} either way", sure, sizeText(difference.scale, farthest));
    }
    if (estimate.judgement == Judgement::Unclear)
        return fmt::format("{} of between {}", sure, spanWords(difference.scale, difference.low, difference.high));
    return fmt::format("{} of {}", sure, spanWords(difference.scale, difference.low, difference.high));
}

std::string guardsText(const TuningReport&, const Variant& variant)
{
    if (variant.estimates.empty())
        return {};
    auto worse = variant.guards;
    const auto metrics = worseMetrics(variant);
    worse.insert(worse.end(), metrics.begin(), metrics.end());
    if (!worse.empty())
        return fmt::format("Worse beside it: {}.", listText(worse, 5));
    const auto judgement = variant.primary().judgement;
    return judgement == Judgement::Better || judgement == Judgement::NoDifference ? "Nothing got worse." : "";
}

std::string findingText(const TuningReport& report, const Variant& variant)
{
    const auto sureness = surenessOf(report, variant);
    if (variant.estimates.empty())
        return sentenceOf(report, variant) + ".";
    const auto text = fmt::format("{}: {}, {}{}.", variantTitle(report, variant), comparisonWords(variant.primary()),
                                  sureness, guardsClause(variant));
    if (variant.guards.empty()) {
        const auto guards = guardsText(report, variant);
        return guards.empty() ? text : text + " " + guards;
    }
    const auto metrics = worseMetrics(variant); // the sentence has named the guards
    return metrics.empty() ? text : fmt::format("{} Worse beside it, too: {}.", text, listText(metrics, 5));
}

} // namespace weir::experiment
