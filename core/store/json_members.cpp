// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/json_members.h"

namespace weir::store {

namespace json = boost::json;

static json::string_view memberKey(std::string_view text)
{
    return {text.data(), text.size()};
}

base::Result<json::object> parsedObject(std::string_view text)
{
    boost::system::error_code error;
    json::parse_options options;
    options.allow_invalid_utf8 = true;
    auto value = json::parse(memberKey(text), error, {}, options);
    if (error || !value.is_object())
        return base::fail(base::Errc::Corrupt, "What the history keeps of it is no JSON object.");
    return std::move(value.get_object());
}

json::array textArray(const std::vector<std::string>& texts)
{
    json::array array;
    for (const auto& text : texts)
        array.push_back(json::string{text});
    return array;
}

static std::string textOf(const json::value& value)
{
    const auto* text = value.if_string();
    return text ? std::string{text->data(), text->size()} : std::string{};
}

std::string textAt(const json::object& object, std::string_view key)
{
    const auto* value = object.if_contains(memberKey(key));
    return value ? textOf(*value) : std::string{};
}

std::vector<std::string> textsAt(const json::object& object, std::string_view key)
{
    std::vector<std::string> texts;
    for (const auto& value : arrayAt(object, key))
        texts.push_back(textOf(value));
    return texts;
}

std::int64_t integerAt(const json::object& object, std::string_view key)
{
    const auto* value = object.if_contains(memberKey(key));
    return value && value->is_int64() ? value->get_int64() : 0;
}

bool isTrueAt(const json::object& object, std::string_view key)
{
    const auto* value = object.if_contains(memberKey(key));
    return value && value->is_bool() && value->get_bool();
}

const json::object& objectAt(const json::object& object, std::string_view key)
{
    static const json::object none;
    const auto* value = object.if_contains(memberKey(key));
    return value && value->is_object() ? value->get_object() : none;
}

const json::array& arrayAt(const json::object& object, std::string_view key)
{
    static const json::array none;
    const auto* value = object.if_contains(memberKey(key));
    return value && value->is_array() ? value->get_array() : none;
}

} // namespace weir::store
