// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

// A knob is one member of a plain settings struct plus one adjacent constexpr row. Everything that shows, stores,
// parses, checks or documents a setting iterates these rows, so a new knob is written in one place.
namespace weir::settings {

// When a changed value takes effect.
enum class Applies {
    NextRun, // the run in progress keeps the value it started with
    Live,    // posted to the workers; in-flight requests finish under the old value
};

enum class Kind { Flag, Integer, Real, Text, List, Choice };

// A value in transit between a struct and a file, form or command line. A Choice travels as the text of its name.
using KnobValue = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>>;

// What a person is told about a knob, and the values it takes. Aggregate, so a row reads as named fields.
struct KnobText {
    std::string_view key;   // snake_case with its unit: "acquire_timeout_ms"; unique in its section
    std::string_view label; // "Acquire timeout"
    std::string_view unit = "";
    std::string_view help;
    double min = std::numeric_limits<double>::lowest(); // numbers only, both ends included
    double max = std::numeric_limits<double>::max();
    std::string_view zeroMeans = ""; // what the value 0 stands for, where that is not a number: "unlimited"
    Applies applies = Applies::NextRun;
    bool explored = false;    // worth a slider: people sweep it rather than type it
    bool logarithmic = false; // the slider's steps grow with the value
    bool isFile = false;      // a text that names a file; see files.h for where a relative one starts
};

// One row: the text, and the way to the member. `section` points to the settings struct the row belongs to.
struct Knob : KnobText {
    Kind kind = Kind::Flag;
    std::span<const std::string_view> choices{}; // Kind::Choice: the names, in the order of the enumerators
    KnobValue (*get)(const void* section) = nullptr;
    // The value must have the alternative that `get` returns, a Choice one of `choices`.
    void (*set)(void* section, const KnobValue& value) = nullptr;
};

// Specialised beside each enum that a knob uses: `static constexpr std::array<std::string_view, N> names`, in the
// order of the enumerators, which count from 0.
template <typename Enum>
struct Choices;

template <typename Enum>
constexpr std::string_view choiceName(Enum value)
{
    return Choices<Enum>::names[static_cast<std::size_t>(value)];
}

namespace detail {

template <typename T>
struct MemberOf;

template <typename Section, typename Value>
struct MemberOf<Value Section::*> {
    using SectionType = Section;
    using ValueType = Value;
};

template <typename Value>
constexpr Kind kindOf()
{
    if constexpr (std::is_same_v<Value, bool>)
        return Kind::Flag;
    else if constexpr (std::is_enum_v<Value>)
        return Kind::Choice;
    else if constexpr (std::is_integral_v<Value>)
        return Kind::Integer;
    else if constexpr (std::is_floating_point_v<Value>)
        return Kind::Real;
    else if constexpr (std::is_same_v<Value, std::string>)
        return Kind::Text;
    else {
        static_assert(std::is_same_v<Value, std::vector<std::string>>, "no knob can hold this type");
        return Kind::List;
    }
}

template <typename Value>
KnobValue toKnobValue(const Value& value)
{
    if constexpr (std::is_enum_v<Value>)
        return std::string{choiceName(value)};
    else if constexpr (kindOf<Value>() == Kind::Integer)
        return static_cast<std::int64_t>(value);
    else
        return value;
}

template <typename Value>
void fromKnobValue(Value& value, const KnobValue& from)
{
    if constexpr (std::is_enum_v<Value>) {
        const auto& name = std::get<std::string>(from);
        for (std::size_t i = 0; i < Choices<Value>::names.size(); ++i)
            if (Choices<Value>::names[i] == name)
                value = static_cast<Value>(i);
    } else if constexpr (kindOf<Value>() == Kind::Integer) {
        value = static_cast<Value>(std::get<std::int64_t>(from));
    } else {
        value = std::get<Value>(from);
    }
}

struct AnyValue {
    template <typename T>
    constexpr operator T() const; // never defined: only counted
};

template <typename S, std::size_t... I>
constexpr bool takesFields(std::index_sequence<I...>)
{
    return requires { S{(static_cast<void>(I), AnyValue{})...}; };
}

template <typename S, std::size_t N = 0>
constexpr std::size_t fieldCount()
{
    if constexpr (!takesFields<S>(std::make_index_sequence<N + 1>{}))
        return N;
    else
        return fieldCount<S, N + 1>();
}

} // namespace detail

// The row of `Member`: `knob<&PoolSettings::maxConnections>({.key = "max_connections", ...})`.
template <auto Member>
constexpr Knob knob(const KnobText& text)
{
    using Section = typename detail::MemberOf<decltype(Member)>::SectionType;
    using Value = typename detail::MemberOf<decltype(Member)>::ValueType;
    Knob row;
    static_cast<KnobText&>(row) = text;
    row.kind = detail::kindOf<Value>();
    if constexpr (std::is_enum_v<Value>)
        row.choices = Choices<Value>::names;
    row.get = [](const void* section) { return detail::toKnobValue(static_cast<const Section*>(section)->*Member); };
    row.set = [](void* section, const KnobValue& value) {
        detail::fromKnobValue(static_cast<Section*>(section)->*Member, value);
    };
    return row;
}

// Specialised beside each settings struct: key, label, help, and `static constexpr std::array<Knob, N> knobs`.
template <typename Section>
struct Schema;

// No member without its row. (A duplicated row is found by the schema's own test.)
template <typename Section>
inline constexpr bool isComplete = detail::fieldCount<Section>() == Schema<Section>::knobs.size();

} // namespace weir::settings
