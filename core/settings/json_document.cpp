// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/json_document.h"

#include "core/base/strings.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace weir::settings {

namespace json = boost::json;

namespace {

// Feeds Boost's tree builder and looks at every key on its way. The text is parsed in one piece, so each number
// arrives whole. Names and signatures of the members are what basic_parser calls.
class DocumentHandler {
public:
    static constexpr std::size_t max_object_size = json::object::max_size();
    static constexpr std::size_t max_array_size = json::array::max_size();
    static constexpr std::size_t max_key_size = json::string::max_size();
    static constexpr std::size_t max_string_size = json::string::max_size();

    using Code = json::error_code;
    using View = json::string_view;

    bool on_document_begin(Code&) { return m_stack.reset(), true; }
    bool on_document_end(Code&) { return true; }

    bool on_object_begin(Code&) { return m_open.push_back({}), true; }
    bool on_object_end(std::size_t size, Code&)
    {
        m_open.pop_back();
        return m_stack.push_object(size), true;
    }
    bool on_array_begin(Code&) { return m_open.push_back({}), true; }
    bool on_array_end(std::size_t size, Code&)
    {
        m_open.pop_back();
        return m_stack.push_array(size), true;
    }

    bool on_key_part(View part, std::size_t, Code&)
    {
        m_key += std::string_view{part.data(), part.size()};
        return m_stack.push_chars(part), true;
    }
    bool on_key(View part, std::size_t, Code&)
    {
        m_key += std::string_view{part.data(), part.size()};
        enterKey();
        return m_stack.push_key(part), true;
    }

    bool on_string_part(View part, std::size_t, Code&) { return m_stack.push_chars(part), true; }
    bool on_string(View part, std::size_t, Code&) { return m_stack.push_string(part), true; }
    bool on_number_part(View part, Code&)
    {
        m_number += std::string_view{part.data(), part.size()};
        return true;
    }
    bool on_int64(std::int64_t number, View, Code&) { return m_number.clear(), m_stack.push_int64(number), true; }
    bool on_uint64(std::uint64_t number, View, Code&) { return m_number.clear(), m_stack.push_uint64(number), true; }
    bool on_double(double number, View part, Code&)
    {
        m_number += std::string_view{part.data(), part.size()};
        m_stack.push_double(base::parseDouble(m_number).value_or(number));
        return m_number.clear(), true;
    }
    bool on_bool(bool flag, Code&) { return m_stack.push_bool(flag), true; }
    bool on_null(Code&) { return m_stack.push_null(), true; }
    bool on_comment_part(View, Code&) { return true; }
    bool on_comment(View, Code&) { return true; }

    JsonDocument release() { return {m_stack.release(), std::move(m_duplicates)}; }

private:
    // An array or object not yet closed; an array has no keys.
    struct Open {
        std::unordered_set<std::string> keys;
        std::string last;
    };

    void enterKey()
    {
        auto& open = m_open.back();
        open.last = m_key;
        if (!open.keys.insert(std::move(m_key)).second)
            m_duplicates.push_back(currentPath());
        m_key.clear();
    }

    std::string currentPath() const
    {
        std::vector<std::string_view> names;
        for (const auto& open : m_open)
            if (!open.keys.empty())
                names.push_back(open.last);
        return names.size() == 1 && names.front().empty() ? "\"\"" : fmt::format("{}", fmt::join(names, "."));
    }

    json::value_stack m_stack;
    std::vector<Open> m_open;
    std::string m_key;
    std::string m_number;
    std::vector<std::string> m_duplicates;
};

} // namespace

// People count lines and columns from 1, and a column is a character.
static std::string placeOf(std::string_view text, std::size_t offset)
{
    const auto before = text.substr(0, offset);
    const auto line = 1 + std::ranges::count(before, '\n');
    const auto start = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
    const auto isCharacter = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
    const auto column = 1 + std::ranges::count_if(before.substr(start), isCharacter);
    return fmt::format("line {}, column {}", line, column);
}

static Problem broken(std::string_view text, std::size_t offset, const json::error_code& error)
{
    if (error == json::error::too_deep)
        return {placeOf(text, offset), {}, "is nested too deeply", "no scenario needs more than four levels"};
    return {placeOf(text, offset), {}, fmt::format("is not JSON: {}", error.message()), {}};
}

static std::expected<JsonDocument, Problem> parse(std::string_view text)
{
    json::parse_options options;
    options.max_depth = 16;
    json::basic_parser<DocumentHandler> parser{options};
    json::error_code error;
    const auto consumed = parser.write_some(false, text.data(), text.size(), error);
    if (error)
        return std::unexpected{broken(text, consumed, error)};
    const auto rest = text.find_first_not_of(" \t\r\n", consumed);
    if (rest != text.npos)
        return std::unexpected{Problem{placeOf(text, rest), {}, "is text behind the end of the scenario", "remove it"}};
    return parser.handler().release();
}

std::expected<JsonDocument, Problem> parseJson(std::string_view text)
try {
    return parse(text);
} catch (const std::exception& failure) { // out of memory, or a limit of the tree builder
    return std::unexpected{Problem{"", {}, fmt::format("cannot be read: {}", failure.what()), {}}};
}

} // namespace weir::settings
