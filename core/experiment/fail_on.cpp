// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/fail_on.h"

#include "core/base/strings.h"
#include "core/experiment/evaluation.h"
#include "core/experiment/metric_noun.h"
#include "core/experiment/wording.h"

#include <fmt/format.h>

namespace weir::experiment {

namespace {

std::unexpected<base::Error> badFailOn(std::string_view text, std::string_view reason, std::string_view remedy)
{
    return base::fail(base::Errc::InvalidSyntax, fmt::format("--fail-on '{}': {}; {}.", text, reason, remedy));
}

std::unexpected<base::Error> unknownMetric(std::string_view text, std::string_view id)
{
    std::vector<std::string> known;
    for (const auto& metric : metrics::metrics())
        known.emplace_back(metric.id);
    const auto likely = base::nearest(id, known);
    return badFailOn(text, fmt::format("'{}' is no metric", id),
                     likely ? fmt::format("did you mean {}?", *likely) : "`weir-cli metrics` lists them");
}

// "+5%", "-0.1 pt"; the number alone behind what it is counted in.
struct Amount {
    double number = 0;
    bool isPoints = false;
};

std::optional<Amount> parsedAmount(std::string_view text)
{
    Amount amount;
    if (text.ends_with('%'))
        text.remove_suffix(1);
    else if (text.ends_with("pt"))
        text.remove_suffix(2), amount.isPoints = true;
    else
        return std::nullopt;
    text = base::trimmed(text);
    if (text.starts_with('+'))
        text.remove_prefix(1);
    const auto number = base::parseDouble(text);
    if (!number || !(*number > -1e9 && *number < 1e9))
        return std::nullopt;
    amount.number = *number;
    return amount;
}

std::string worseSentence(const TuningReport& report, const Variant& variant)
{
    const bool isWorse = !variant.estimates.empty() && variant.primary().judgement == analysis::Judgement::Worse;
    return isWorse || !variant.guards.empty() ? findingText(report, variant) : std::string{};
}

std::string beyondSentence(const FailOn& failOn, const TuningReport& report, const Variant& variant)
{
    const auto* estimate = variant.find(failOn.metric);
    if (!estimate || !estimate->difference.hasInterval())
        return {};
    const auto& difference = estimate->difference;
    const bool isBeyond = failOn.isAbove ? difference.asRatio(difference.low) > failOn.bound
                                         : difference.asRatio(difference.high) < failOn.bound;
    if (!isBeyond)
        return {};
    return fmt::format("{}: {} differs by {}, {} sure of {}, which is beyond {}.", variantTitle(report, variant),
                       metricNoun(failOn.metric), changeText(*estimate), percentText(difference.confidence),
                       intervalText(*estimate), failOn.text);
}

} // namespace

base::Result<FailOn> parseFailOn(std::string_view given)
{
    const auto text = base::trimmed(given);
    if (text == "worse")
        return FailOn{std::string{text}, {}, true, 0};
    const auto sign = text.find_first_of("<>");
    constexpr std::string_view form = "write worse, or METRIC>+PERCENT% as in adjusted_p99_ms>+5%";
    if (sign == text.npos)
        return badFailOn(given, "is neither 'worse' nor a comparison", form);
    const auto id = base::trimmed(text.substr(0, sign));
    const auto behind = text.substr(sign + 1);
    if (behind.starts_with('='))
        return badFailOn(given, "knows < and > alone, since an interval never ends exactly at a bound", form);
    const auto* metric = metrics::findMetric(id);
    if (!metric)
        return unknownMetric(given, id);
    const auto amount = parsedAmount(base::trimmed(behind));
    if (!amount)
        return badFailOn(given, fmt::format("'{}' is no difference", base::trimmed(behind)),
                         "write one with its unit, +5% or, of a share, +0.1pt");
    if (amount->isPoints && scaleOf(*metric) == analysis::DifferenceScale::LogRatio)
        return badFailOn(given, fmt::format("{} is no share, so it differs by per cent", id),
                         fmt::format("write {}{}{:g}%", id, text[sign], amount->number));
    return FailOn{std::string{text}, std::string{id}, text[sign] == '>', amount->number / 100};
}

std::vector<std::string> failuresOf(const FailOn& failOn, const TuningReport& report)
{
    std::vector<std::string> sentences;
    for (const auto& variant : report.variants) {
        auto sentence = failOn.metric.empty() ? worseSentence(report, variant)
                                              : beyondSentence(failOn, report, variant);
        if (!sentence.empty())
            sentences.push_back(std::move(sentence));
    }
    return sentences;
}

} // namespace weir::experiment
