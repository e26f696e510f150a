// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/load_stages.h"

#include "core/base/strings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace weir::settings {

using base::Errc;
using base::fail;

namespace {

struct Unit {
    std::string_view name;
    double seconds;
};
// The longer name first where one begins like another.
constexpr std::array units{Unit{"ms", 1e-3}, Unit{"h", 3600}, Unit{"m", 60}, Unit{"s", 1}};

base::Nanos nanos(double seconds)
{
    return base::Nanos{std::llround(seconds * 1e9)};
}

std::optional<double> takeSpanNumber(std::string_view& text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc{} || !std::isfinite(value) || value < 0)
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

std::optional<double> takeUnit(std::string_view& text)
{
    for (const auto& unit : units) {
        if (text.starts_with(unit.name)) {
            text.remove_prefix(unit.name.size());
            return unit.seconds;
        }
    }
    return std::nullopt;
}

std::optional<base::Nanos> parseDuration(std::string_view text)
{
    constexpr double longest = 604800;
    double seconds = 0;
    do {
        const auto number = takeSpanNumber(text);
        const auto unit = number ? takeUnit(text) : std::nullopt;
        if (!unit)
            return std::nullopt;
        seconds += *number * *unit;
    } while (!text.empty());
    return seconds <= longest ? std::optional{nanos(seconds)} : std::nullopt;
}

bool isStageName(std::string_view name)
{
    return !name.empty()
        && std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; });
}

double startOf(const LoadSettings& load)
{
    return load.model == LoadModel::Open ? load.rate : load.users;
}

} // namespace

base::Result<LoadStage> parseStage(std::string_view line)
{
    auto rest = base::trimmed(line);
    LoadStage stage;
    if (const auto equals = rest.find('='); equals != std::string_view::npos) {
        stage.name = base::trimmed(rest.substr(0, equals));
        rest = base::trimmed(rest.substr(equals + 1));
        if (!isStageName(stage.name))
            return fail(Errc::InvalidSyntax, "has a name with other than letters, digits, _ and -");
    }
    const auto colon = rest.find(':');
    if (colon == std::string_view::npos)
        return fail(Errc::InvalidSyntax, "has no colon between duration and target");
    const auto duration = parseDuration(base::trimmed(rest.substr(0, colon)));
    if (!duration)
        return fail(Errc::InvalidSyntax, "has no duration such as 30s, 1m30s or 500ms before its colon");
    auto target = base::trimmed(rest.substr(colon + 1));
    const auto value = takeSpanNumber(target);
    if (!value || !target.empty())
        return fail(Errc::InvalidSyntax, "has no number of 0 or more behind its colon");
    stage.duration = *duration;
    stage.target = *value;
    return stage;
}

std::vector<LoadPhase> loadPhases(const LoadSettings& load)
{
    double level = startOf(load);
    std::vector<LoadPhase> phases{{"warmup", nanos(load.warmupS), level, level}};
    for (const auto& line : load.stages) {
        const auto stage = parseStage(line);
        if (!stage)
            continue; // refused before any run
        if (stage->duration > base::Nanos::zero()) {
            auto name = stage->name.empty() ? fmt::format("stage-{}", phases.size()) : std::string{stage->name};
            phases.push_back({std::move(name), stage->duration, level, stage->target});
        }
        level = stage->target;
    }
    if (phases.size() == 1)
        phases.push_back({"measure", nanos(load.durationS), level, level});
    return phases;
}

LoadCurve loadCurve(const std::vector<LoadPhase>& phases)
{
    LoadCurve curve;
    for (const auto& phase : phases)
        curve.add(phase.length, phase.from, phase.to);
    return curve;
}

} // namespace weir::settings
