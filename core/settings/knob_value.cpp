// SPDX-License-Identifier: GPL-3.0-or-later
// Values as text and as something to check: what a knob takes, and how that is said.
#include "core/base/strings.h"
#include "core/base/utf8.h"
#include "core/settings/schema.h"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace weir::settings {

// A file's keys and values may be long and hold line breaks, or what a terminal obeys.
static std::string excerpt(std::string_view text, std::size_t longest)
{
    const auto front = base::frontOf(text, longest);
    std::string line{front};
    for (std::size_t i = 0; i < line.size(); ++i) {
        const auto byte = static_cast<unsigned char>(line[i]);
        if (byte < 0x20 || byte == 0x7f)
            line[i] = ' ';
        else if (byte == 0xc2 && i + 1 < line.size() && static_cast<unsigned char>(line[i + 1]) < 0xa0)
            line[i] = line[i + 1] = ' '; // U+0080 to U+009F
    }
    return front.size() == text.size() ? line : line + "...";
}

std::string text(const Problem& problem)
{
    std::string line = excerpt(problem.key, 160);
    if (!problem.value.empty())
        line += fmt::format("{}{}", line.empty() ? "" : " = ", excerpt(problem.value, 80));
    line += fmt::format("{}{}", line.empty() ? "" : ": ", excerpt(problem.reason, 400));
    return problem.remedy.empty() ? line : fmt::format("{}; {}", line, excerpt(problem.remedy, 400));
}

std::string text(const std::vector<Problem>& problems)
{
    std::string lines;
    for (const auto& problem : problems)
        lines += (lines.empty() ? "" : "\n") + text(problem);
    return lines;
}

std::string valueText(const KnobValue& value)
{
    if (const auto* flag = std::get_if<bool>(&value))
        return *flag ? "true" : "false";
    if (const auto* integer = std::get_if<std::int64_t>(&value))
        return fmt::format("{}", *integer);
    if (const auto* real = std::get_if<double>(&value))
        return fmt::format("{}", *real);
    if (const auto* list = std::get_if<std::vector<std::string>>(&value))
        return fmt::format("{}", fmt::join(*list, ", "));
    return std::get<std::string>(value);
}

static bool hasMinimum(const Knob& knob)
{
    return knob.min != std::numeric_limits<double>::lowest();
}

static bool hasMaximum(const Knob& knob)
{
    return knob.max != std::numeric_limits<double>::max();
}

std::string rangeText(const Knob& knob)
{
    if (knob.kind == Kind::Choice)
        return fmt::format("{}", fmt::join(knob.choices, ", "));
    if (knob.kind == Kind::Flag)
        return "true, false";
    if (hasMinimum(knob) && hasMaximum(knob))
        return fmt::format("{} to {}", knob.min, knob.max);
    if (hasMinimum(knob))
        return fmt::format("{} or more", knob.min);
    return hasMaximum(knob) ? fmt::format("at most {}", knob.max) : std::string{};
}

static std::string_view kindText(Kind kind)
{
    switch (kind) {
    case Kind::Flag: return "true or false";
    case Kind::Integer: return "a whole number";
    case Kind::Real: return "a number";
    case Kind::Text: return "a text";
    case Kind::List: return "a list of texts";
    case Kind::Choice: return "one of the choices";
    }
    return "something else";
}

static Problem problemWith(const KnobPath& path, std::string_view value, std::string reason)
{
    const auto range = rangeText(*path.knob);
    const auto remedy = range.empty() ? fmt::format("give {}", kindText(path.knob->kind)) : "choose " + range;
    return {path.key(), std::string{value}, std::move(reason), remedy};
}

static std::optional<Problem> checkNumber(const KnobPath& path, double number, const std::string& written)
{
    const auto& knob = *path.knob;
    if (!std::isfinite(number))
        return problemWith(path, written, "is not a finite number");
    if (number < knob.min)
        return problemWith(path, written, fmt::format("is below the minimum {}", knob.min));
    if (number > knob.max)
        return problemWith(path, written, fmt::format("is above the maximum {}", knob.max));
    return std::nullopt;
}

static std::optional<Problem> checkText(const KnobPath& path, const std::string& text)
{
    if (!base::isUtf8(text))
        return Problem{path.key(), {}, "is not text in UTF-8", "give it in UTF-8"};
    if (path.knob->kind != Kind::Choice || std::ranges::find(path.knob->choices, text) != path.knob->choices.end())
        return std::nullopt;
    const std::vector<std::string> names{path.knob->choices.begin(), path.knob->choices.end()};
    auto problem = problemWith(path, text, "is not among the choices");
    if (const auto likely = base::nearest(text, names))
        problem.remedy += fmt::format("; did you mean {}?", *likely);
    return problem;
}

std::optional<Problem> checkValue(const KnobPath& path, const KnobValue& value)
{
    const Kind kind = path.knob->kind;
    const auto* integer = std::get_if<std::int64_t>(&value);
    if (integer != nullptr && (kind == Kind::Integer || kind == Kind::Real))
        return checkNumber(path, static_cast<double>(*integer), valueText(value));
    if (const auto* real = std::get_if<double>(&value); real != nullptr && kind == Kind::Real)
        return checkNumber(path, *real, valueText(value));
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && (kind == Kind::Text || kind == Kind::Choice))
        return checkText(path, *text);
    if (const auto* list = std::get_if<std::vector<std::string>>(&value); list != nullptr && kind == Kind::List) {
        for (const auto& item : *list)
            if (auto problem = checkText(path, item))
                return problem;
        return std::nullopt;
    }
    if (kind == Kind::Flag && std::holds_alternative<bool>(value))
        return std::nullopt;
    return problemWith(path, valueText(value), fmt::format("is not {}", kindText(kind)));
}

static std::optional<bool> parseFlag(std::string_view text)
{
    if (text == "true" || text == "on" || text == "yes")
        return true;
    if (text == "false" || text == "off" || text == "no")
        return false;
    return std::nullopt;
}

static std::optional<std::vector<std::string>> parseJsonList(std::string_view text)
{
    boost::json::error_code error;
    const auto parsed = boost::json::parse(boost::json::string_view{text.data(), text.size()}, error);
    if (error || !parsed.is_array())
        return std::nullopt;
    std::vector<std::string> list;
    for (const auto& item : parsed.get_array()) {
        if (!item.is_string())
            return std::nullopt;
        list.emplace_back(item.get_string());
    }
    return list;
}

static std::optional<std::vector<std::string>> parseList(std::string_view text)
{
    if (text.starts_with('['))
        return parseJsonList(text);
    std::vector<std::string> list;
    if (!base::trimmed(text).empty())
        for (const auto part : base::split(text, ','))
            list.emplace_back(part);
    return list;
}

template <typename Value>
static std::optional<KnobValue> lifted(const std::optional<Value>& value)
{
    return value ? std::optional<KnobValue>{*value} : std::nullopt;
}

static std::optional<KnobValue> parseNumber(Kind kind, std::string_view text)
{
    const auto integer = base::parseInteger(text);
    if (kind == Kind::Integer)
        return integer ? std::optional<KnobValue>{std::int64_t{*integer}} : std::nullopt;
    return lifted(base::parseDouble(text));
}

static std::optional<KnobValue> parseAs(Kind kind, std::string_view text)
{
    switch (kind) {
    case Kind::Flag: return lifted(parseFlag(text));
    case Kind::Integer:
    case Kind::Real: return parseNumber(kind, text);
    case Kind::List: return lifted(parseList(text));
    case Kind::Text:
    case Kind::Choice: break;
    }
    return std::string{text};
}

std::expected<KnobValue, Problem> parseValue(const KnobPath& path, std::string_view text)
{
    if (auto value = parseAs(path.knob->kind, text))
        return std::move(*value);
    return std::unexpected{problemWith(path, text, fmt::format("is not {}", kindText(path.knob->kind)))};
}

} // namespace weir::settings
