// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/schema.h"

#include "core/base/strings.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::settings {

template <typename Value>
struct SectionOf {
    using Settings = Value;
    static constexpr bool isRecordList = false;
};

template <typename Value>
struct SectionOf<Records<Value>> {
    using Settings = Value;
    static constexpr bool isRecordList = true;
};

// How a section is reached is told by its member's type; all else stands in its Schema.
template <auto Member>
constexpr Section section()
{
    using Place = SectionOf<typename detail::MemberOf<decltype(Member)>::ValueType>;
    using Settings = typename Place::Settings;
    Section row{.key = Schema<Settings>::key,
                .label = Schema<Settings>::label,
                .help = Schema<Settings>::help,
                .knobs = Schema<Settings>::knobs,
                .isRecordList = Place::isRecordList};
    if constexpr (Place::isRecordList) {
        row.definedBy = Schema<Settings>::definedBy;
        row.isWorkload = requires
        {
            Schema<Settings>::isWorkload;
        };
        row.find = [](const Scenario& s, std::string_view name) -> const void* { return (s.*Member).find(name); };
        row.edit = [](Scenario& s, std::string_view name) -> void* { return &(s.*Member)[name]; };
        row.remove = [](Scenario& s, std::string_view name) { return (s.*Member).remove(name); };
        row.rename = [](Scenario& s, std::string_view from, std::string_view to) {
            return (s.*Member).rename(from, to);
        };
        row.records = [](const Scenario& s) {
            std::vector<std::string> names;
            for (const auto& record : s.*Member)
                names.push_back(record.name);
            return names;
        };
    } else {
        row.find = [](const Scenario& s, std::string_view) -> const void* { return &(s.*Member); };
        row.edit = [](Scenario& s, std::string_view) -> void* { return &(s.*Member); };
        row.records = [](const Scenario&) { return std::vector<std::string>{}; };
    }
    row.defaults = []() -> const void* {
        static const Settings settings;
        return &settings;
    };
    row.isSame = [](const Scenario& a, const Scenario& b) { return a.*Member == b.*Member; };
    return row;
}

// In the order of files, forms and documentation.
static constexpr std::array sectionTable{
    section<&Scenario::scenario>(),  section<&Scenario::target>(),       section<&Scenario::load>(),
    section<&Scenario::variables>(), section<&Scenario::environments>(), section<&Scenario::feeders>(),
    section<&Scenario::requests>(),  section<&Scenario::flows>(),        section<&Scenario::clientGroups>(),
    section<&Scenario::pool>(),      section<&Scenario::cache>(),        section<&Scenario::compression>(),
    section<&Scenario::origin>(),    section<&Scenario::listener>(),     section<&Scenario::tls>(),
    section<&Scenario::http>(),      section<&Scenario::engine>(),       section<&Scenario::slo>(),
};
static_assert(sectionTable.size() + 1 == detail::fieldCount<Scenario>(), // all but its folder
              "a member of Scenario has no line in the table");

std::span<const Section> sections()
{
    return sectionTable;
}

const Section* findSection(std::string_view key)
{
    const auto at = std::ranges::find(sectionTable, key, &Section::key);
    return at == sectionTable.end() ? nullptr : &*at;
}

std::string KnobPath::key() const
{
    if (section->key.empty())
        return std::string{knob->key};
    return section->isRecordList ? fmt::format("{}.{}.{}", section->key, record, knob->key)
                                 : fmt::format("{}.{}", section->key, knob->key);
}

// "requests.search.weight" -> {"requests", "search", "weight"}; "pool.max_connections" -> {"pool", "", ...}.
struct KeyParts {
    std::string_view section;
    std::string_view record;
    std::string_view knob;
};

static KeyParts partsOf(std::string_view key)
{
    const auto first = key.find('.');
    if (first == key.npos)
        return {"", "", key};
    const auto last = key.rfind('.');
    const auto record = first == last ? std::string_view{} : key.substr(first + 1, last - first - 1);
    return {key.substr(0, first), record, key.substr(last + 1)};
}

// Every key there could be, with the record that was asked for in the place of any record.
static std::vector<std::string> knownKeys(std::string_view record)
{
    std::vector<std::string> keys;
    for (const auto& section : sections())
        for (const auto& knob : section.knobs)
            keys.push_back(KnobPath{&section, &knob, std::string{record.empty() ? "NAME" : record}}.key());
    return keys;
}

// A knob's name alone, as in `rate`, is worth more than the letters say.
static std::optional<std::string> likelyKey(std::string_view key)
{
    const auto parts = partsOf(key);
    const auto keys = knownKeys(parts.record);
    for (const auto& known : keys)
        if (base::equalsIgnoringCase(partsOf(known).knob, parts.knob))
            return known;
    return base::nearest(key, keys);
}

static Problem unknownKey(std::string_view key)
{
    Problem problem{.key = std::string{key}, .value = {}, .reason = "is not a known setting", .remedy = {}};
    if (const auto likely = likelyKey(key))
        problem.remedy = fmt::format("did you mean {}?", *likely);
    return problem;
}

std::expected<KnobPath, Problem> findKnob(std::string_view key)
{
    const auto parts = partsOf(key);
    const auto* section = findSection(parts.section);
    if (section == nullptr || section->isRecordList == parts.record.empty())
        return std::unexpected{unknownKey(key)};
    const auto knob = std::ranges::find(section->knobs, parts.knob, &Knob::key);
    if (knob == section->knobs.end())
        return std::unexpected{unknownKey(key)};
    if (section->isRecordList && !isRecordName(parts.record))
        return std::unexpected{Problem{.key = std::string{key},
                                       .value = {},
                                       .reason = fmt::format("\"{}\" is no name for a record", parts.record),
                                       .remedy = "use 1 to 64 printable characters other than . = \" and not * alone"}};
    return KnobPath{section, &*knob, std::string{parts.record}};
}

static void appendKnobs(std::vector<KnobPath>& paths, const Section& section, const std::string& record)
{
    for (const auto& knob : section.knobs)
        paths.push_back(KnobPath{&section, &knob, record});
}

static void appendKnobs(std::vector<KnobPath>& paths, const Scenario& scenario, const Section& section)
{
    if (!section.isRecordList)
        appendKnobs(paths, section, std::string{});
    for (const auto& record : section.records(scenario))
        appendKnobs(paths, section, record);
}

std::vector<KnobPath> allKnobs(const Scenario& scenario)
{
    std::vector<KnobPath> paths;
    for (const auto& section : sections())
        appendKnobs(paths, scenario, section);
    return paths;
}

std::vector<KnobPath> allKnobs(const Scenario& scenario, const Section& section)
{
    std::vector<KnobPath> paths;
    appendKnobs(paths, scenario, section);
    return paths;
}

} // namespace weir::settings
