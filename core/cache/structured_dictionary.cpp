// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/structured_dictionary.h"

#include <algorithm>

namespace weir::cache {

namespace {

bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isAlpha(char c)
{
    return isLower(c) || (c >= 'A' && c <= 'Z');
}

bool isIn(std::string_view set, char c)
{
    return set.find(c) != std::string_view::npos;
}

bool isKeyCharacter(char c)
{
    return isLower(c) || isDigit(c) || isIn("_-.*", c);
}

bool isTokenCharacter(char c)
{
    return isAlpha(c) || isDigit(c) || isIn("!#$%&'*+-.^_`|~:/", c);
}

// RFC 8941, section 4.2.2, down to the grammar. Every `read...` takes what it names off the front, or
// says false, after which the whole field is void.
class DictionaryReader {
public:
    explicit DictionaryReader(std::string_view text) : m_rest(text) {}

    bool read(std::vector<DictionaryMember>& members)
    {
        skip(" ");
        while (!m_rest.empty()) {
            DictionaryMember member;
            if (!readMember(member))
                return false;
            std::erase_if(members, [&](const DictionaryMember& earlier) {
                return earlier.name == member.name;
            }); // the last counts
            members.push_back(member);
            skip(" \t");
            if (m_rest.empty())
                return true;
            if (!take(','))
                return false;
            skip(" \t");
            if (m_rest.empty())
                return false; // a comma at the end
        }
        return true;
    }

private:
    bool readMember(DictionaryMember& member)
    {
        if (!readKey(member.name))
            return false;
        const std::string_view before = m_rest;
        member.value = "?1";
        if (take('=')) {
            if (!(peek() == '(' ? readInnerList() : readBareItem()))
                return false;
            member.value = before.substr(1, before.size() - m_rest.size() - 1);
        }
        return readParameters();
    }

    bool readKey(std::string_view& key)
    {
        if (!isLower(peek()) && peek() != '*')
            return false;
        key = takeWhile(isKeyCharacter);
        return true;
    }

    bool readParameters() // they mean nothing to us
    {
        while (take(';')) {
            skip(" ");
            std::string_view key;
            if (!readKey(key) || (take('=') && !readBareItem()))
                return false;
        }
        return true;
    }

    bool readInnerList()
    {
        for (take('('), skip(" "); !take(')'); skip(" "))
            if (!readBareItem() || !readParameters() || !isIn(" )", peek()))
                return false;
        return true;
    }

    bool readBareItem()
    {
        const char first = peek();
        if (first == '"')
            return readString();
        if (first == ':')
            return readBytes();
        if (take('?'))
            return take('0') || take('1');
        if (isDigit(first) || first == '-')
            return readNumber();
        return (isAlpha(first) || first == '*') && !takeWhile(isTokenCharacter).empty();
    }

    bool readNumber()
    {
        take('-');
        const std::size_t whole = takeWhile(isDigit).size();
        if (!take('.'))
            return whole >= 1 && whole <= 15;
        const std::size_t fraction = takeWhile(isDigit).size();
        return whole >= 1 && whole <= 12 && fraction >= 1 && fraction <= 3;
    }

    bool readString()
    {
        for (take('"'); !m_rest.empty(); m_rest.remove_prefix(1)) {
            if (take('"'))
                return true;
            const bool isEscaped = take('\\');
            if (m_rest.empty() || peek() < ' ' || peek() > '~' || (isEscaped && !isIn("\"\\", peek())))
                return false;
        }
        return false;
    }

    bool readBytes()
    {
        take(':');
        takeWhile([](char c) { return isAlpha(c) || isDigit(c) || isIn("+/=", c); });
        return take(':');
    }

    char peek() const { return m_rest.empty() ? '\0' : m_rest.front(); }

    bool take(char c)
    {
        const bool isThere = peek() == c && !m_rest.empty();
        m_rest.remove_prefix(isThere ? 1 : 0);
        return isThere;
    }

    template <typename Predicate>
    std::string_view takeWhile(Predicate predicate)
    {
        const auto end = std::ranges::find_if_not(m_rest, predicate);
        const std::string_view taken = m_rest.substr(0, static_cast<std::size_t>(end - m_rest.begin()));
        m_rest.remove_prefix(taken.size());
        return taken;
    }

    void skip(std::string_view set)
    {
        takeWhile([&](char c) { return isIn(set, c); });
    }

    std::string_view m_rest;
};

} // namespace

std::optional<std::vector<DictionaryMember>> parseDictionary(std::string_view text)
{
    std::vector<DictionaryMember> members;
    if (!DictionaryReader{text}.read(members))
        return std::nullopt;
    return members;
}

} // namespace weir::cache
