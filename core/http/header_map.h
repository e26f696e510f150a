// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir::http {

// One header line. The views point into the map that gave it.
struct HeaderField {
    std::string_view name;
    std::string_view value;

    bool operator==(const HeaderField&) const = default;
};

// The header section of a message: ordered, duplicates kept, names compared without regard to case. The fields lie in
// one text in the form they have on the wire, so that sending them is one copy; an index of offsets stands beside it.
// A value of one message on one thread; `clear` keeps the memory for the next message. Every change of the map
// invalidates the views it has given out, and no view into the map may be passed to a function that changes it.
// Many messages have the very same fields: such a map may stand for one that all of them share, and takes its own copy
// when it is changed. A copy of it shares nothing, so that no two threads count the same references.
class HeaderMap {
public:
    class Iterator;

    HeaderMap() = default;
    HeaderMap(const HeaderMap& other);
    HeaderMap(HeaderMap&& other) noexcept = default;
    HeaderMap& operator=(const HeaderMap& other);
    HeaderMap& operator=(HeaderMap&& other) noexcept = default;
    ~HeaderMap() = default;
    // Stands for `fields`, which never change from now on and share nothing themselves. The memory for fields of its
    // own is kept.
    void share(std::shared_ptr<const HeaderMap> fields);

    void add(std::string_view name, std::string_view value);
    // The first field of that name takes the value, the others go; without one it is added.
    void set(std::string_view name, std::string_view value);
    std::size_t remove(std::string_view name); // the number of fields that went
    void clear();
    void reserve(std::size_t fields, std::size_t bytes);

    std::optional<std::string_view> get(std::string_view name) const; // the first
    bool contains(std::string_view name) const { return indexOf(name, 0) != size(); }
    std::size_t count(std::string_view name) const;
    // All fields of that name as the one list they stand for (RFC 9110, section 5.3); empty without one.
    std::string joined(std::string_view name) const;
    // Whether any field of that name holds `token` as a member of its comma-separated list, in whatever case.
    bool listContains(std::string_view name, std::string_view token) const;

    template <typename Function>
    void forEach(std::string_view name, Function function) const // function(std::string_view value)
    {
        const auto& fields = shown();
        for (std::size_t i = fields.indexOf(name, 0); i < fields.m_entries.size(); i = fields.indexOf(name, i + 1))
            function(fields.at(i).value);
    }

    // One pass, whatever goes: a peer may send thousands of fields that have to.
    template <typename Predicate>
    std::size_t removeIf(Predicate predicate) // predicate(HeaderField)
    {
        const std::size_t before = size();
        if (const auto shared = std::exchange(m_shared, nullptr)) {
            clear();
            for (std::size_t i = 0; i < before; ++i)
                if (!predicate(shared->at(i)))
                    copyFrom(*shared, i);
        } else {
            std::size_t kept = 0;
            for (std::size_t i = 0; i < before; ++i)
                if (!predicate(at(i)))
                    moveDown(i, kept++);
            truncate(kept);
        }
        return before - m_entries.size();
    }

    HeaderField at(std::size_t index) const
    {
        const auto& fields = shown();
        const Entry& entry = fields.m_entries[index];
        const std::string_view text{fields.m_wire};
        return {text.substr(entry.offset, entry.nameLength), text.substr(entry.valueOffset(), entry.valueLength)};
    }

    std::size_t size() const { return shown().m_entries.size(); }
    bool empty() const { return size() == 0; }
    Iterator begin() const;
    Iterator end() const;

    // "Name: value" and CRLF of each field; without the empty line that ends a header section.
    std::string_view wire() const { return shown().m_wire; }
    std::size_t byteSize() const { return wire().size(); }

    // The same fields in the same order; names in whatever case.
    bool operator==(const HeaderMap& other) const;

private:
    struct Entry {
        std::uint32_t offset = 0;
        std::uint32_t nameLength = 0;
        std::uint32_t valueLength = 0;

        std::size_t valueOffset() const { return std::size_t{offset} + nameLength + 2; }
        std::size_t lineLength() const { return std::size_t{nameLength} + valueLength + 4; }
    };

    const HeaderMap& shown() const { return m_shared ? *m_shared : *this; }
    void own();                                                         // before a change
    std::size_t indexOf(std::string_view name, std::size_t from) const; // size() when there is none
    std::size_t endOf(std::size_t fields) const;                        // of so many, in the text
    void moveDown(std::size_t from, std::size_t to);
    void copyFrom(const HeaderMap& other, std::size_t field);
    void truncate(std::size_t fields);
    void shift(std::size_t from, std::ptrdiff_t by);
    bool owns(std::string_view text) const;

    std::shared_ptr<const HeaderMap> m_shared; // shown in the place of the fields below
    std::string m_wire;
    std::vector<Entry> m_entries;
};

class HeaderMap::Iterator {
public:
    using value_type = HeaderField;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::forward_iterator_tag;

    Iterator() = default;
    Iterator(const HeaderMap& map, std::size_t index) : m_map(&map), m_index(index) {}

    HeaderField operator*() const { return m_map->at(m_index); }
    Iterator& operator++()
    {
        ++m_index;
        return *this;
    }
    Iterator operator++(int)
    {
        Iterator before = *this;
        ++m_index;
        return before;
    }
    bool operator==(const Iterator&) const = default;

private:
    const HeaderMap* m_map = nullptr;
    std::size_t m_index = 0;
};

inline HeaderMap::Iterator HeaderMap::begin() const
{
    return {*this, 0};
}

inline HeaderMap::Iterator HeaderMap::end() const
{
    return {*this, size()};
}

} // namespace weir::http
