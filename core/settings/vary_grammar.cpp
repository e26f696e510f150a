// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/vary_grammar.h"

#include "core/base/strings.h"
#include "core/settings/request_grammar.h"

#include <fmt/format.h>

#include <optional>
#include <vector>

namespace weir::settings {

using base::Errc;
using base::fail;
using Words = std::vector<std::string_view>;

static Words wordsOf(std::string_view text)
{
    Words words;
    for (const auto word : base::split(text, ' '))
        if (!word.empty())
            words.push_back(word);
    return words;
}

// Where a number may end: "5 hot" gives "5", and leaves " hot".
static std::string_view takeNumber(std::string_view& rest)
{
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    const auto end = std::min(rest.find_first_of(" \t"), rest.size());
    const auto number = rest.substr(0, end);
    rest.remove_prefix(end);
    return number;
}

static base::Result<VaryRange> parseRange(std::string_view line, std::string_view& rest)
{
    const auto equals = line.find('=');
    const auto dots = line.find("..", equals == line.npos ? 0 : equals);
    if (equals == line.npos || dots == line.npos)
        return fail(Errc::InvalidSyntax, "is not of the form name=LOW..HIGH");
    const auto name = base::trimmed(line.substr(0, equals));
    if (!isVariableName(name))
        return fail(Errc::InvalidSyntax, fmt::format("has the name \"{}\", which is not letters, digits and _", name));
    rest = line.substr(dots + 2);
    const auto low = base::parseInteger(base::trimmed(line.substr(equals + 1, dots - equals - 1)));
    const auto high = base::parseInteger(takeNumber(rest));
    if (!low || !high)
        return fail(Errc::InvalidSyntax, "has a bound that is not a whole number of 64 bits");
    if (*low > *high)
        return fail(Errc::InvalidArgument, fmt::format("has its lower bound {} above its upper bound {}", *low, *high));
    VaryRange range;
    range.name = name;
    range.low = *low;
    range.high = *high;
    return range;
}

static base::Status readZipf(VaryRange& range, const Words& words)
{
    const auto exponent = words.size() == 2 ? base::parseDouble(words[1]) : std::nullopt;
    if (!exponent || !(*exponent > 0 && *exponent <= 10))
        return fail(Errc::InvalidSyntax, "has no exponent above 0, at most 10, behind zipf");
    range.popularity = Popularity::Zipf;
    range.exponent = *exponent;
    return {};
}

static std::optional<double> shareOf(std::string_view percent)
{
    const auto number = base::parseDouble(percent);
    return number && *number > 0 && *number <= 100 ? std::optional{*number / 100} : std::nullopt;
}

static base::Status readShift(VaryRange& range, std::string_view every)
{
    const bool isTime = every.ends_with('s');
    const auto seconds = isTime ? base::parseDouble(every.substr(0, every.size() - 1)) : std::nullopt;
    const auto draws = isTime ? std::nullopt : base::parseInteger(every);
    if (!(seconds && *seconds >= 0.001 && *seconds <= 1e6) && !(draws && *draws >= 1))
        return fail(Errc::InvalidSyntax, "has no number of draws, as 1000, or of seconds, as 10s, behind shift");
    range.shiftS = seconds.value_or(0);
    range.shiftDraws = draws.value_or(0);
    return {};
}

static base::Status readHotSet(VaryRange& range, const Words& words)
{
    const auto shares = words.size() > 1 ? base::split(words[1], '/') : Words{};
    const auto draws = shares.size() == 2 ? shareOf(shares[0]) : std::nullopt;
    const auto keys = shares.size() == 2 ? shareOf(shares[1]) : std::nullopt;
    if (!draws || !keys)
        return fail(Errc::InvalidSyntax, "has no shares in percent, as 80/20, behind hot");
    range.popularity = Popularity::HotSet;
    range.hotDraws = *draws;
    range.hotKeys = *keys;
    if (words.size() == 2)
        return {};
    if (words.size() != 4 || words[2] != "shift")
        return fail(Errc::InvalidSyntax, "has something other than shift behind the shares");
    return readShift(range, words[3]);
}

// Beyond 2^53 neighbouring keys are one number to the samplers.
static bool isTooWide(const VaryRange& range)
{
    const auto span = static_cast<std::uint64_t>(range.high) - static_cast<std::uint64_t>(range.low);
    return range.popularity != Popularity::Uniform && span >= 1ULL << 53;
}

base::Result<VaryRange> parseVary(std::string_view line)
{
    std::string_view rest;
    auto range = parseRange(line, rest);
    if (!range)
        return range;
    const auto words = wordsOf(rest);
    base::Status read;
    if (!words.empty() && words[0] == "zipf")
        read = readZipf(*range, words);
    else if (!words.empty() && words[0] == "hot")
        read = readHotSet(*range, words);
    else if (!words.empty())
        read = fail(Errc::InvalidSyntax,
                    fmt::format("has \"{}\" behind the range, which is neither zipf nor hot", words[0]));
    if (!read)
        return std::unexpected{read.error()};
    if (isTooWide(*range))
        return fail(Errc::InvalidArgument, fmt::format("has more keys than 2^53, too many for {}", words[0]));
    return range;
}

} // namespace weir::settings
