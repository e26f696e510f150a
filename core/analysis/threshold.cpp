// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/threshold.h"

#include "core/base/strings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace weir::analysis {

using base::Errc;
using base::fail;

namespace {

struct Operator {
    std::string_view text;
    Comparison comparison;
};

// Longer ones first: "<=" begins with "<".
constexpr std::array<Operator, 5> operators{{{"<=", Comparison::LessOrEqual},
                                             {">=", Comparison::GreaterOrEqual},
                                             {"==", Comparison::Equal},
                                             {"<", Comparison::Less},
                                             {">", Comparison::Greater}}};

struct Alias {
    std::string_view name;
    std::string_view metric;
};

constexpr std::array<Alias, 6> aliases{{{"min", "latency_min_ms"},
                                        {"avg", "latency_mean_ms"},
                                        {"mean", "latency_mean_ms"},
                                        {"med", "adjusted_p50_ms"},
                                        {"count", "requests"},
                                        {"rate", "achieved_rps"}}};

// What percentiles can be asked of. The first of a distribution is what a threshold calls it.
struct Times {
    std::string_view name;
    metrics::DistributionId distribution;
};

constexpr std::array<Times, 11> times{{{"", metrics::DistributionId::Adjusted},
                                       {"adjusted_", metrics::DistributionId::Adjusted},
                                       {"ok_", metrics::DistributionId::Response},
                                       {"latency_", metrics::DistributionId::Response},
                                       {"failed_", metrics::DistributionId::Failed},
                                       {"failed_latency_", metrics::DistributionId::Failed},
                                       {"service_", metrics::DistributionId::Service},
                                       {"pool_wait_", metrics::DistributionId::PoolWait},
                                       {"schedule_lag_", metrics::DistributionId::ScheduleLag},
                                       {"cold_service_", metrics::DistributionId::ColdService},
                                       {"warm_service_", metrics::DistributionId::WarmService}}};

// Maxima that the catalogue has.
constexpr std::array<std::pair<metrics::DistributionId, std::string_view>, 3> maxima{
    {{metrics::DistributionId::Response, "latency_max_ms"},
     {metrics::DistributionId::Failed, "failed_latency_max_ms"},
     {metrics::DistributionId::ScheduleLag, "schedule_lag_max_ms"}}};

constexpr std::string_view grammar = "Write METRIC OPERATOR NUMBER, such as p(99)<50 or error_ratio<=0.01, with one of "
                                     "< <= > >= ==.";

struct Parts {
    std::string_view left;
    Comparison comparison = Comparison::Less;
    std::string_view right;
};

// A name of an endpoint may hold the signs of operators, but never a colon and a blank without one before it.
void takePlace(Threshold& threshold, std::string_view& rest)
{
    const auto colon = rest.find(": ");
    if (colon == rest.npos)
        return;
    const auto place = base::trimmed(rest.substr(0, colon));
    rest.remove_prefix(colon + 2);
    const auto at = place.starts_with('@') ? 0 : place.rfind(" @");
    threshold.endpoint = base::trimmed(place.substr(0, at));
    if (at != place.npos)
        threshold.phase = base::trimmed(place.substr(place.find('@', at) + 1));
}

// "abort", "abort after 10 s"; false where it is neither.
bool setAbort(Threshold& threshold, std::string_view words)
{
    constexpr std::string_view abort = "abort";
    constexpr std::string_view after = "after";
    threshold.aborts = words == abort;
    if (words.empty() || threshold.aborts)
        return true;
    if (!words.starts_with(abort))
        return false;
    words = base::trimmed(words.substr(abort.size()));
    if (!words.starts_with(after) || !words.ends_with('s'))
        return false;
    words = base::trimmed(words.substr(after.size(), words.size() - after.size() - 1));
    const auto seconds = base::parseDouble(words);
    threshold.aborts = true;
    threshold.abortAfterS = seconds.value_or(-1);
    return threshold.abortAfterS >= 0;
}

std::optional<Parts> splitAtOperator(std::string_view text)
{
    const auto at = text.find_first_of("<>=");
    if (at == text.npos)
        return std::nullopt;
    for (const auto& op : operators)
        if (text.substr(at).starts_with(op.text))
            return Parts{base::trimmed(text.substr(0, at)), op.comparison,
                         base::trimmed(text.substr(at + op.text.size()))};
    return std::nullopt;
}

std::string unknownMetric(std::string_view name)
{
    std::vector<std::string> known{"max"};
    for (const auto& of : times)
        known.push_back(fmt::format("{}p(99)", of.name));
    for (const auto& metric : metrics::metrics())
        known.emplace_back(metric.id);
    for (const auto& alias : aliases)
        known.emplace_back(alias.name);
    const auto likely = base::nearest(name, known);
    return fmt::format("\"{}\" is no metric{} `weir-cli metrics` lists them.", name,
                       likely ? fmt::format("; did you mean {}?", *likely) : ".");
}

// As the catalogue names it, "latency_p999_ms"; nothing where it has none.
std::string_view cataloguedPercentile(const metrics::AskedPercentile& asked)
{
    if (asked.percent == 100) {
        const auto at = std::ranges::find(maxima, asked.of, &decltype(maxima)::value_type::first);
        return at == maxima.end() ? std::string_view{} : at->second;
    }
    const auto at = std::ranges::find(metrics::metrics(), asked, &metrics::Metric::percentile);
    return at == metrics::metrics().end() ? std::string_view{} : at->id;
}

base::Status setPercentile(Threshold& threshold, std::string_view name, std::string_view inner)
{
    const auto percent = base::parseDouble(base::trimmed(inner));
    if (!percent || !(*percent > 0 && *percent <= 100))
        return fail(Errc::InvalidSyntax,
                    fmt::format("p({}) is no percentile: give a number above 0 and up to 100.", inner));
    const auto of = std::ranges::find(times, name, &Times::name);
    if (of == times.end())
        return fail(Errc::InvalidSyntax,
                    fmt::format("\"{0}p({1})\" is no percentile of anything: write p({1}) for response times over all "
                                "planned requests, ok_p({1}) for those of requests answered well, or failed_p({1}), "
                                "service_p({1}), pool_wait_p({1}), schedule_lag_p({1}), cold_service_p({1}) or "
                                "warm_service_p({1}).",
                                name, inner));
    threshold.distribution = of->distribution;
    threshold.metric = cataloguedPercentile({of->distribution, *percent});
    if (threshold.metric.empty())
        threshold.percentile = *percent;
    return {};
}

base::Status setLeft(Threshold& threshold, std::string_view left)
{
    if (const auto at = left.rfind("p("); at != left.npos && left.ends_with(')'))
        return setPercentile(threshold, left.substr(0, at), left.substr(at + 2, left.size() - at - 3));
    if (left == "max")
        return setPercentile(threshold, {}, "100");
    const auto alias = std::ranges::find(aliases, left, &Alias::name);
    threshold.metric = alias != aliases.end() ? alias->metric : left;
    if (!metrics::findMetric(threshold.metric))
        return fail(Errc::InvalidSyntax, unknownMetric(left));
    return {};
}

} // namespace

std::string_view comparisonText(Comparison comparison)
{
    return std::ranges::find(operators, comparison, &Operator::comparison)->text;
}

bool holds(double value, Comparison comparison, double limit)
{
    switch (comparison) {
    case Comparison::Less: return value < limit;
    case Comparison::LessOrEqual: return value <= limit;
    case Comparison::Greater: return value > limit;
    case Comparison::GreaterOrEqual: return value >= limit;
    case Comparison::Equal: return value == limit;
    }
    return false;
}

base::Result<Threshold> parseThreshold(std::string_view text)
{
    Threshold threshold;
    threshold.text = base::trimmed(text);
    auto rest = std::string_view{threshold.text};
    takePlace(threshold, rest);
    const auto parts = splitAtOperator(rest);
    if (!parts || parts->left.empty())
        return fail(Errc::InvalidSyntax, fmt::format("The threshold \"{}\" has no condition. {}", text, grammar));
    if (auto status = setLeft(threshold, parts->left); !status)
        return fail(Errc::InvalidSyntax, fmt::format("The threshold \"{}\": {}", text, status.error().context));
    const auto number = parts->right.substr(0, parts->right.find(' '));
    const auto limit = base::parseDouble(number);
    if (!limit || !std::isfinite(*limit))
        return fail(Errc::InvalidSyntax,
                    fmt::format("The threshold \"{}\": \"{}\" is not a number. {}", text, number, grammar));
    const auto words = base::trimmed(parts->right.substr(number.size()));
    if (!setAbort(threshold, words))
        return fail(Errc::InvalidSyntax,
                    fmt::format("The threshold \"{}\": \"{}\" may not stand behind the number. Write abort, or abort "
                                "after 10 s.",
                                text, words));
    threshold.comparison = parts->comparison;
    threshold.limit = *limit;
    return threshold;
}

std::vector<Threshold> parsedThresholds(std::span<const std::string> texts)
{
    std::vector<Threshold> thresholds;
    for (const auto& text : texts)
        if (auto threshold = parseThreshold(text))
            thresholds.push_back(*std::move(threshold));
    return thresholds;
}

} // namespace weir::analysis
