// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_text.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace weir::report {

namespace json = boost::json;

static constexpr std::size_t lineWidth = 100;

static void append(std::string& text, const json::value& value, int depth);

static std::string quotedText(json::string_view text)
{
    return json::serialize(text);
}

static void newLine(std::string& text, int depth)
{
    text += '\n';
    text.append(static_cast<std::size_t>(depth) * 2, ' ');
}

static bool isNested(const json::value& value)
{
    const auto structured = [](const json::value& v) { return v.is_structured(); };
    if (value.is_array())
        return std::ranges::any_of(value.get_array(), structured);
    return std::ranges::any_of(value.get_object(), [&](const auto& member) { return structured(member.value()); });
}

static std::string scalar(const json::value& value)
{
    return value.is_double() ? fmt::format("{}", value.get_double()) : json::serialize(value);
}

// On one line.
static std::string flat(const json::value& value)
{
    std::string text;
    const auto separate = [&text] { text += text.empty() ? "" : ", "; };
    if (value.is_array())
        for (const auto& item : value.get_array())
            separate(), text += scalar(item);
    else
        for (const auto& member : value.get_object())
            separate(), text += quotedText(member.key()) + ": " + scalar(member.value());
    return value.is_array() ? "[" + text + "]" : "{" + text + "}";
}

static void appendArray(std::string& text, const json::array& array, int depth)
{
    text += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
        text += i > 0 ? "," : "";
        newLine(text, depth + 1);
        append(text, array[i], depth + 1);
    }
    newLine(text, depth);
    text += ']';
}

static void appendObject(std::string& text, const json::object& object, int depth)
{
    text += '{';
    for (const auto& member : object) {
        text += text.back() == '{' ? "" : ",";
        newLine(text, depth + 1);
        text += quotedText(member.key()) + ": ";
        append(text, member.value(), depth + 1);
    }
    newLine(text, depth);
    text += '}';
}

static void append(std::string& text, const json::value& value, int depth)
{
    if (!value.is_structured()) {
        text += scalar(value);
        return;
    }
    if (!isNested(value)) {
        const auto line = flat(value);
        if (line.size() <= lineWidth) {
            text += line;
            return;
        }
    }
    value.is_array() ? appendArray(text, value.get_array(), depth) : appendObject(text, value.get_object(), depth);
}

std::string prettyJson(const json::value& value)
{
    std::string text;
    append(text, value, 0);
    return text + '\n';
}

void JsonObjectText::addKey(std::string_view key)
{
    m_text += m_text.size() == 1 ? "" : ",";
    newLine(m_text, 1);
    m_text += quotedText({key.data(), key.size()}) + ": ";
}

void JsonObjectText::add(std::string_view key, const json::value& value)
{
    addKey(key);
    append(m_text, value, 1);
}

void JsonObjectText::addArray(std::string_view key, std::size_t count,
                              const std::function<json::value(std::size_t)>& item)
{
    addKey(key);
    m_text += '[';
    for (std::size_t i = 0; i < count; ++i) {
        m_text += i > 0 ? "," : "";
        newLine(m_text, 2);
        append(m_text, item(i), 2);
    }
    if (count > 0)
        newLine(m_text, 1);
    m_text += ']';
}

std::string JsonObjectText::take()
{
    newLine(m_text, 0);
    m_text += "}\n";
    return std::move(m_text);
}

json::value jsonNumber(double value)
{
    if (!std::isfinite(value))
        return nullptr;
    if (value == std::floor(value) && std::abs(value) < 1e15)
        return static_cast<std::int64_t>(value);
    return std::round(value * 1e6) / 1e6;
}

} // namespace weir::report
