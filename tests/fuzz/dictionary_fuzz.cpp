// SPDX-License-Identifier: GPL-3.0-or-later
// Reads any bytes as a dictionary of structured fields. What is accepted keeps to the alphabet of RFC 8941, and written
// out again reads as the same members; of two dictionaries in a row the later's members count.
#include "core/cache/structured_dictionary.h"
#include "core/cache/targeted_control.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace weir::cache;
using Members = std::vector<DictionaryMember>;

static void require(bool holds)
{
    if (!holds)
        std::abort();
}

static std::string write(const Members& members)
{
    std::string text;
    for (const auto& member : members)
        text.append(text.empty() ? "" : ", ").append(member.name).append("=").append(member.value);
    return text;
}

// Section 3.3.3: a backslash stands before a quote or another backslash, and nowhere else.
static bool isString(std::string_view text)
{
    if (text.size() < 2 || text.back() != '"')
        return false;
    text = text.substr(1, text.size() - 2);
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '"' || (text[i] == '\\' && (++i == text.size() || (text[i] != '"' && text[i] != '\\'))))
            return false;
    return true;
}

static void check(std::string_view text, const Members& members)
{
    require(std::ranges::all_of(text, [](char c) { return (c >= ' ' && c <= '~') || c == '\t'; }));
    for (const auto& member : members) {
        require(!member.name.empty() && !member.value.empty());
        require(std::ranges::none_of(member.name, [](char c) { return c >= 'A' && c <= 'Z'; }));
        require(std::ranges::count(members, member.name, &DictionaryMember::name) == 1);
        require(member.value.front() != '"' || isString(member.value));
        require(member.value.front() != '?' || member.value == "?0" || member.value == "?1");
    }
    const std::string again = write(members);
    require(parseDictionary(again) == members);
    require(parseDictionary(again + " ,\t" + again) == members || members.empty());
    require(parseTargetedControl(again) == parseTargetedControl(text));
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto members = parseDictionary(text);
    require(parseTargetedControl(text).has_value() == (members && !members->empty()));
    if (members)
        check(text, *members);
    return 0;
}
