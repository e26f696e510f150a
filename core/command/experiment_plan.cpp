// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/experiment_plan.h"

#include "core/base/strings.h"
#include "core/experiment/arms.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace weir::command {

namespace {

using experiment::Kind;
using experiment::Plan;
using settings::Problem;
using Problems = std::vector<Problem>;

constexpr std::array kinds{Kind::Try, Kind::Screen, Kind::Sweep, Kind::Find};

// Which kinds each of these options is of.
struct KindOption {
    std::string_view name;
    std::string_view kinds;
};
constexpr std::array kindOptions{KindOption{"variant", "try"},  KindOption{"knob", "screen sweep"},
                                 KindOption{"highest", "find"}, KindOption{"lowest", "find"},
                                 KindOption{"while", "find"},   KindOption{"from", "find"},
                                 KindOption{"to", "find"},      KindOption{"usl", "sweep find"}};

void readKind(const settings::Arguments& arguments, Plan& plan, Problems& problems)
{
    const std::string given = arguments.positional.empty() ? "" : arguments.positional.front();
    const auto found = std::ranges::find_if(kinds, [&](Kind kind) { return experiment::kindName(kind) == given; });
    if (found == kinds.end()) {
        problems.push_back({"experiment", given, given.empty() ? "needs a kind" : "is no kind of experiment",
                            "write `weir-cli experiment try`, screen, sweep or find, and the scenario behind it"});
        return;
    }
    plan.kind = *found;
    for (const auto& option : kindOptions)
        if (arguments.has(option.name) && option.kinds.find(given) == option.kinds.npos)
            problems.push_back({fmt::format("--{}", option.name), arguments.value(option.name),
                                fmt::format("says nothing to `experiment {}`", given),
                                fmt::format("it is of: {}", option.kinds)});
}

// 'KEY=VALUE [KEY=VALUE]...': a value may hold spaces where what follows them is no KEY=.
void readVariant(const std::string& text, Plan& plan, Problems& problems)
{
    std::vector<experiment::Assignment> variant;
    for (const auto part : base::split(text, ' ')) {
        const auto equals = part.find('=');
        const bool isKey = equals != part.npos && part.substr(0, equals).find_first_not_of(
                                                      "abcdefghijklmnopqrstuvwxyz0123456789_-.ABCDEFGHIJKLMNOPQRSTUVWXYZ")
                == part.npos;
        if (part.empty())
            continue;
        if (isKey)
            variant.push_back({std::string{part.substr(0, equals)}, std::string{part.substr(equals + 1)}});
        else if (!variant.empty())
            variant.back().value += ' ' + std::string{part};
        else
            problems.push_back({"--variant", text, "has no =", "write it as --variant 'KEY=VALUE [KEY=VALUE]...'"});
    }
    if (variant.empty() && problems.empty())
        problems.push_back({"--variant", text, "is empty", "write it as --variant 'KEY=VALUE [KEY=VALUE]...'"});
    plan.variants.push_back(std::move(variant));
}

struct Numeral {
    std::string_view option;
    double least;
    double most;
    std::string_view what;
    bool isWhole = false;
};

std::optional<double> readNumber(const settings::Arguments& arguments, const Numeral& numeral, Problems& problems)
{
    if (!arguments.has(numeral.option))
        return std::nullopt;
    auto text = arguments.value(numeral.option);
    const auto written = text;
    if (text.ends_with('%'))
        text.pop_back();
    const auto number = base::parseDouble(text);
    if (!number || !(*number >= numeral.least && *number <= numeral.most)
        || (numeral.isWhole && *number != std::floor(*number))) {
        problems.push_back({fmt::format("--{}", numeral.option), written, fmt::format("is not {}", numeral.what),
                            fmt::format("give {} from {} to {}", numeral.isWhole ? "a whole number" : "a number",
                                        numeral.least, numeral.most)});
        return std::nullopt;
    }
    return number;
}

void readSearch(const settings::Arguments& arguments, Plan& plan, Problems& problems)
{
    auto& search = plan.search;
    search.wantsHighest = !arguments.has("lowest");
    search.key = arguments.value(search.wantsHighest ? "highest" : "lowest");
    search.condition = arguments.value("while");
    if (search.key.empty())
        problems.push_back({"--highest", "", "is missing", "name a knob: --highest load.rate, or --lowest KEY"});
    if (arguments.has("highest") && arguments.has("lowest"))
        problems.push_back({"--lowest", arguments.value("lowest"), "stands beside --highest", "give one of them"});
    if (search.condition.empty())
        problems.push_back({"--while", "", "is missing", "give the condition that has to hold: --while 'p(99)<50'"});
    search.from = readNumber(arguments, {"from", 1e-9, 1e12, "a value to begin with"}, problems).value_or(0);
    search.to = readNumber(arguments, {"to", 1e-9, 1e12, "a value to end with"}, problems).value_or(0);
}

void readNumbers(const settings::Arguments& arguments, Plan& plan, Problems& problems)
{
    constexpr double percent = 100;
    plan.blocks = static_cast<int>(readNumber(arguments, {"blocks", 1, 10000, "a number of blocks", true}, problems)
                                       .value_or(plan.blocks));
    plan.blockSeconds = readNumber(arguments, {"block-seconds", 0.2, 3600, "a length of blocks"}, problems).value_or(0);
    plan.precision = readNumber(arguments, {"precision", 0.01, 100, "a share in per cent"}, problems).value_or(0) / percent;
    plan.seconds = readNumber(arguments, {"for", 1, 604800, "a length of time"}, problems).value_or(0);
    plan.margin = readNumber(arguments, {"margin", 0, 100, "a share in per cent"}, problems).value_or(plan.margin * percent)
        / percent;
    plan.seed = static_cast<std::uint64_t>(
        readNumber(arguments, {"seed", 0, 1e15, "a seed", true}, problems).value_or(1));
    if (plan.precision > 0 && plan.blocks == 0 && plan.seconds == 0)
        plan.blocks = 200; // it ends by its precision
}

} // namespace

std::expected<Plan, Problems> experimentPlan(const settings::Arguments& arguments)
{
    Plan plan;
    Problems problems;
    readKind(arguments, plan, problems);
    if (!problems.empty())
        return std::unexpected(std::move(problems));
    auto rest = arguments;
    rest.positional.erase(rest.positional.begin());
    if (rest.positional.size() > 1)
        problems.push_back({rest.positional[1], "", "is one too many", "give one scenario or URL"});
    auto scenario = settings::scenarioFor(rest);
    if (!scenario)
        problems.insert(problems.end(), scenario.error().begin(), scenario.error().end());
    else
        plan.baseline = *std::move(scenario);
    if (const auto given = arguments.options.find("variant"); given != arguments.options.end())
        for (const auto& text : given->second)
            readVariant(text, plan, problems);
    if (const auto given = arguments.options.find("knob"); given != arguments.options.end())
        for (const auto& text : given->second) {
            auto factor = experiment::parseFactor(text);
            if (factor)
                plan.factors.push_back(*std::move(factor));
            else
                problems.push_back({"--knob", text, base::text(factor.error()), ""});
        }
    if (plan.kind == Kind::Find)
        readSearch(arguments, plan, problems);
    readNumbers(arguments, plan, problems);
    plan.fitsScalability = arguments.has("usl");
    if (const auto given = arguments.options.find("metric"); given != arguments.options.end())
        plan.metrics = given->second;
    if (!problems.empty())
        return std::unexpected(std::move(problems));
    return plan;
}

} // namespace weir::command
