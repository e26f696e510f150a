// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/header_map.h"

#include "core/base/strings.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <functional>
#include <utility>

namespace weir::http {

using base::equalsIgnoringCase;

void HeaderMap::share(std::shared_ptr<const HeaderMap> fields)
{
    assert(!fields->m_shared);
    m_shared = std::move(fields);
}

HeaderMap::HeaderMap(const HeaderMap& other) : m_wire(other.shown().m_wire), m_entries(other.shown().m_entries) {}

HeaderMap& HeaderMap::operator=(const HeaderMap& other)
{
    const auto& fields = other.shown();
    if (&fields != &shown()) {
        m_wire = fields.m_wire;
        m_entries = fields.m_entries;
        m_shared.reset();
    }
    return *this;
}

void HeaderMap::own()
{
    if (const auto fields = std::exchange(m_shared, nullptr)) {
        m_wire = fields->m_wire;
        m_entries = fields->m_entries;
    }
}

void HeaderMap::add(std::string_view name, std::string_view value)
{
    assert(!owns(name) && !owns(value));
    own();
    m_entries.push_back({static_cast<std::uint32_t>(m_wire.size()), static_cast<std::uint32_t>(name.size()),
                         static_cast<std::uint32_t>(value.size())});
    m_wire.append(name).append(": ").append(value).append("\r\n");
}

void HeaderMap::set(std::string_view name, std::string_view value)
{
    assert(!owns(name) && !owns(value));
    own();
    const std::size_t first = indexOf(name, 0);
    if (first == m_entries.size())
        return add(name, value);
    if (indexOf(name, first + 1) != m_entries.size()) {
        bool seen = false;
        removeIf([&](const HeaderField& field) {
            return equalsIgnoringCase(field.name, name) && std::exchange(seen, true);
        });
    }
    Entry& entry = m_entries[first];
    m_wire.replace(entry.valueOffset(), entry.valueLength, value);
    shift(first + 1, static_cast<std::ptrdiff_t>(value.size()) - static_cast<std::ptrdiff_t>(entry.valueLength));
    entry.valueLength = static_cast<std::uint32_t>(value.size());
}

std::size_t HeaderMap::remove(std::string_view name)
{
    assert(!owns(name));
    if (!contains(name)) // nearly always
        return 0;
    return removeIf([&](const HeaderField& field) { return equalsIgnoringCase(field.name, name); });
}

std::string HeaderMap::joined(std::string_view name) const
{
    std::string list;
    forEach(name, [&](std::string_view value) {
        if (!list.empty())
            list += ", ";
        list += value;
    });
    return list;
}

void HeaderMap::clear()
{
    m_shared.reset();
    m_wire.clear();
    m_entries.clear();
}

void HeaderMap::reserve(std::size_t fields, std::size_t bytes)
{
    own();
    m_entries.reserve(fields);
    m_wire.reserve(bytes);
}

std::optional<std::string_view> HeaderMap::get(std::string_view name) const
{
    const std::size_t index = indexOf(name, 0);
    return index == size() ? std::nullopt : std::optional(at(index).value);
}

std::size_t HeaderMap::count(std::string_view name) const
{
    std::size_t found = 0;
    forEach(name, [&](std::string_view) { ++found; });
    return found;
}

static bool listHolds(std::string_view list, std::string_view token)
{
    for (std::size_t from = 0; from <= list.size();) {
        const std::size_t to = std::min(list.find(',', from), list.size());
        if (equalsIgnoringCase(base::trimmed(list.substr(from, to - from)), token))
            return true;
        from = to + 1;
    }
    return false;
}

bool HeaderMap::listContains(std::string_view name, std::string_view token) const
{
    for (std::size_t i = indexOf(name, 0); i < size(); i = indexOf(name, i + 1))
        if (listHolds(at(i).value, token))
            return true;
    return false;
}

bool HeaderMap::operator==(const HeaderMap& other) const
{
    return std::ranges::equal(*this, other, [](const HeaderField& a, const HeaderField& b) {
        return a.value == b.value && equalsIgnoringCase(a.name, b.name);
    });
}

std::size_t HeaderMap::indexOf(std::string_view name, std::size_t from) const
{
    const auto& fields = shown();
    const char* wire = fields.m_wire.data();
    const auto* entries = fields.m_entries.data();
    const auto size = fields.m_entries.size();
    // Letters that differ in their case alone differ in this bit: hardly a name is compared further.
    const auto mayBe = [first = name.empty() ? '\0' : name.front()](char c) { return ((c ^ first) & ~0x20) == 0; };
    for (std::size_t i = from; i < size; ++i) {
        const Entry& entry = entries[i];
        if (entry.nameLength == name.size() && mayBe(wire[entry.offset])
            && equalsIgnoringCase({wire + entry.offset, name.size()}, name))
            return i;
    }
    return size;
}

std::size_t HeaderMap::endOf(std::size_t fields) const
{
    return fields == 0 ? 0 : m_entries[fields - 1].offset + m_entries[fields - 1].lineLength();
}

// A field takes the place behind the first `to`; those between have gone.
void HeaderMap::moveDown(std::size_t from, std::size_t to)
{
    if (from == to)
        return;
    Entry entry = m_entries[from];
    const std::size_t offset = endOf(to);
    std::memmove(m_wire.data() + offset, m_wire.data() + entry.offset, entry.lineLength());
    entry.offset = static_cast<std::uint32_t>(offset);
    m_entries[to] = entry;
}

// Behind those there are; `other` has fields of its own.
void HeaderMap::copyFrom(const HeaderMap& other, std::size_t field)
{
    if (m_entries.empty()) { // nearly all of them will come, and growing step by step costs more than copying
        m_entries.reserve(other.m_entries.size());
        m_wire.reserve(other.m_wire.size());
    }
    Entry entry = other.m_entries[field];
    const auto line = std::string_view{other.m_wire}.substr(entry.offset, entry.lineLength());
    entry.offset = static_cast<std::uint32_t>(m_wire.size());
    m_entries.push_back(entry);
    m_wire.append(line);
}

void HeaderMap::truncate(std::size_t fields)
{
    if (fields == m_entries.size())
        return;
    m_wire.resize(endOf(fields));
    m_entries.resize(fields);
}

void HeaderMap::shift(std::size_t from, std::ptrdiff_t by)
{
    for (std::size_t i = from; i < m_entries.size(); ++i)
        m_entries[i].offset = static_cast<std::uint32_t>(static_cast<std::ptrdiff_t>(m_entries[i].offset) + by);
}

bool HeaderMap::owns(std::string_view text) const
{
    const std::less_equal<const char*> notAfter; // a total order even between unrelated objects
    const auto& wire = shown().m_wire;
    return !text.empty() && notAfter(wire.data(), text.data())
        && notAfter(text.data() + text.size(), wire.data() + wire.size());
}

} // namespace weir::http
