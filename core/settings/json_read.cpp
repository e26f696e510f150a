// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/json.h"

#include "core/base/strings.h"
#include "core/settings/json_document.h"
#include "core/settings/threshold_lines.h"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cmath>

namespace weir::settings {

namespace json = boost::json;
using Problems = std::vector<Problem>;

static constexpr std::size_t sizeLimit = 16 * 1024 * 1024;
static constexpr std::string_view versionKey = "weir";
static constexpr std::int64_t version = 1;

static std::string_view viewOf(const json::string_view& text)
{
    return {text.data(), text.size()};
}

static std::string_view jsonKindText(const json::value& value)
{
    switch (value.kind()) {
    case json::kind::null: return "null";
    case json::kind::bool_: return "true or false";
    case json::kind::string: return "a text";
    case json::kind::array: return "a list";
    case json::kind::object: return "an object";
    default: return "a number";
    }
}

// As written, unless it is long.
static std::string excerpt(const json::value& value)
{
    constexpr std::size_t longest = 60;
    if (value.is_structured())
        return std::string{jsonKindText(value)};
    auto text = valueText(value.is_string()       ? KnobValue{std::string{value.get_string()}}
                              : value.is_double() ? KnobValue{value.get_double()}
                                                  : KnobValue{json::serialize(value)});
    return text.size() <= longest ? text : std::string{jsonKindText(value)};
}

static std::optional<KnobValue> listOf(const json::array& array)
{
    std::vector<std::string> list;
    for (const auto& item : array) {
        if (!item.is_string())
            return std::nullopt;
        list.emplace_back(item.get_string());
    }
    return list;
}

// JSON knows one kind of number, so 64.0 and 1e3 are whole numbers too. What 64 bits cannot hold becomes their end,
// which is beyond every range and will be told as that.
static KnobValue numberOf(Kind kind, double number)
{
    constexpr double end = 9223372036854775808.0; // 2^63
    if (kind != Kind::Integer || std::trunc(number) != number)
        return number;
    if (number >= -end && number < end)
        return static_cast<std::int64_t>(number);
    return number > 0 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
}

static std::optional<KnobValue> knobValueOf(Kind kind, const json::value& value)
{
    switch (value.kind()) {
    case json::kind::bool_: return value.get_bool();
    case json::kind::int64: return value.get_int64();
    case json::kind::uint64: return numberOf(kind, static_cast<double>(value.get_uint64()));
    case json::kind::double_: return numberOf(kind, value.get_double());
    case json::kind::string: return std::string{value.get_string()};
    case json::kind::array: return listOf(value.get_array());
    default: return std::nullopt;
    }
}

static std::string_view expectation(Kind kind)
{
    switch (kind) {
    case Kind::Flag: return "true or false";
    case Kind::Integer: return "a whole number";
    case Kind::Real: return "a number";
    case Kind::Text: return "a text";
    case Kind::List: return "a list of texts";
    case Kind::Choice: return "a text, one of the choices";
    }
    return "something else";
}

static Problem wrongKind(std::string key, const json::value& value, std::string_view expected)
{
    return {std::move(key), excerpt(value), fmt::format("is {}", jsonKindText(value)),
            fmt::format("give {}", expected)};
}

// Thresholds given in parts, as the lines that they stand for.
static json::value inLines(const json::array& thresholds, Problems& problems)
{
    json::array lines;
    for (const auto& threshold : thresholds) {
        if (!threshold.is_object()) {
            lines.push_back(threshold);
            continue;
        }
        if (auto line = thresholdLine(threshold.get_object()))
            lines.emplace_back(*std::move(line));
        else
            problems.push_back(std::move(line.error()));
    }
    return lines;
}

static void readKnob(Scenario& scenario, const KnobPath& path, const json::value& given, Problems& problems)
{
    const bool isThresholds = path.section->key.empty() && path.knob->key == "thresholds" && given.is_array();
    const auto value = isThresholds ? inLines(given.get_array(), problems) : given;
    const auto knobValue = knobValueOf(path.knob->kind, value);
    if (!knobValue) {
        problems.push_back(wrongKind(path.key(), value, expectation(path.knob->kind)));
        return;
    }
    if (auto problem = setValue(scenario, path, *knobValue)) {
        problem->value = excerpt(value);
        problems.push_back(std::move(*problem));
    }
}

static void readMember(Scenario& scenario, const std::string& key, const json::value& value, Problems& problems)
{
    if (const auto path = findKnob(key))
        readKnob(scenario, *path, value, problems);
    else
        problems.push_back(path.error());
}

static void readMembers(Scenario& scenario, const std::string& prefix, const json::value& value, Problems& problems)
{
    const auto* object = value.if_object();
    if (object == nullptr) {
        problems.push_back(wrongKind(prefix, value, "an object"));
        return;
    }
    for (const auto& member : *object)
        readMember(scenario, fmt::format("{}.{}", prefix, viewOf(member.key())), member.value(), problems);
}

// A name with a dot would be taken for a longer key, and a record without members names no knob: look at it first.
static void readRecord(Scenario& scenario, const Section& section, std::string_view name, const json::value& value,
                       Problems& problems)
{
    auto key = fmt::format("{}.{}", section.key, name);
    if (!isRecordName(name)) {
        problems.push_back({std::move(key),
                            {},
                            "has a name that cannot stand in a key or report",
                            "use 1 to 64 printable characters other than . = \" and not * alone"});
        return;
    }
    section.edit(scenario, name);
    readMembers(scenario, key, value, problems);
}

static void readSection(Scenario& scenario, const Section& section, const json::value& value, Problems& problems)
{
    const std::string key{section.key};
    const auto* object = value.if_object();
    if (!section.isRecordList)
        readMembers(scenario, key, value, problems);
    else if (object == nullptr)
        problems.push_back(wrongKind(key, value, "an object of named entries"));
    else
        for (const auto& member : *object)
            readRecord(scenario, section, viewOf(member.key()), member.value(), problems);
}

static Problem unknownSection(std::string_view key)
{
    std::vector<std::string> known;
    for (const auto& section : sections())
        known.emplace_back(section.key);
    for (const auto& knob : sections().front().knobs)
        known.emplace_back(knob.key);
    const auto likely = base::nearest(key, known);
    return {key.empty() ? "\"\"" : std::string{key},
            {},
            "is not a known section or setting",
            likely && !likely->empty() ? fmt::format("did you mean {}?", *likely) : std::string{}};
}

static void readTopMember(Scenario& scenario, std::string_view key, const json::value& value, Problems& problems)
{
    if (key == versionKey)
        return;
    if (const auto* section = findSection(key); section != nullptr && !key.empty())
        return readSection(scenario, *section, value, problems);
    const auto path = findKnob(key);
    if (path && path->section->key.empty())
        readKnob(scenario, *path, value, problems);
    else
        problems.push_back(unknownSection(key));
}

static std::optional<Problem> checkVersion(const json::object& root)
{
    const auto* found = root.if_contains(json::string_view{versionKey.data(), versionKey.size()});
    const std::string key{versionKey};
    if (found == nullptr)
        return Problem{key, {}, "is missing", "a scenario file begins with \"weir\": 1"};
    const bool isNumber = found->is_number();
    if (isNumber && found->to_number<double>() == static_cast<double>(version))
        return std::nullopt;
    if (isNumber && found->to_number<double>() > static_cast<double>(version))
        return Problem{key, excerpt(*found), "is a format newer than this version of Weir reads", "update Weir"};
    return Problem{key, excerpt(*found), "is not the number of a format", "a scenario file begins with \"weir\": 1"};
}

static std::expected<Scenario, Problems> readDocument(const JsonDocument& document)
{
    const auto* root = document.root.if_object();
    if (root == nullptr)
        return std::unexpected{Problems{{"",
                                         {},
                                         fmt::format("the file holds {}", jsonKindText(document.root)),
                                         "a scenario is an object: { \"weir\": 1, ... }"}}};
    if (auto problem = checkVersion(*root))
        return std::unexpected{Problems{std::move(*problem)}};
    Problems problems;
    for (const auto& key : document.duplicates)
        problems.push_back({key, {}, "is given more than once", "keep one of them"});
    Scenario scenario;
    for (const auto& member : *root)
        readTopMember(scenario, viewOf(member.key()), member.value(), problems);
    if (!problems.empty())
        return std::unexpected{std::move(problems)};
    return scenario;
}

std::expected<Scenario, Problems> readScenario(std::string_view text)
{
    constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";
    if (text.size() > sizeLimit)
        return std::unexpected{Problems{{"", {}, "the file is larger than 16 MiB", "is it a scenario?"}}};
    if (text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    auto document = parseJson(text);
    if (!document)
        return std::unexpected{Problems{std::move(document.error())}};
    return readDocument(*document);
}

} // namespace weir::settings
