// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir::settings {

// A list of settings of one kind, each under a name that is unique in it. Keeps the order in which the names came,
// since that is the order people see; a look-up by name takes logarithmic time.
// A value, but its copies share what they hold until one of them is edited: ten thousand requests are copied and
// compared with their copy in no time, as each epoch of a run does. An edit (all that is not const) ends references,
// iterators and names of this list, and so does making a copy of it: what was borrowed for editing before is then the
// copy's as well.
template <typename T>
class Records {
public:
    struct Record {
        std::string name;
        T settings;

        bool operator==(const Record&) const = default;
    };

    Records() = default;
    Records(const Records& other) : m_data(other.m_data), m_isShared(other.share()) {}
    Records(Records&& other) noexcept : m_data(std::move(other.m_data)), m_isShared(other.m_isShared.load()) {}
    Records& operator=(const Records& other)
    {
        m_isShared = other.share();
        m_data = other.m_data;
        return *this;
    }
    Records& operator=(Records&& other) noexcept
    {
        m_isShared = other.m_isShared.load();
        m_data = std::move(other.m_data);
        return *this;
    }
    ~Records() = default;

    T* find(std::string_view name)
    {
        const auto place = placeOf(name);
        return place == none ? nullptr : &own().records[place].settings;
    }
    const T* find(std::string_view name) const
    {
        const auto place = placeOf(name);
        return place == none ? nullptr : &m_data->records[place].settings;
    }

    // Its place in the order, or size() where there is none of that name.
    std::size_t indexOf(std::string_view name) const { return std::min(placeOf(name), size()); }

    // The record of that name, made with default settings when there was none.
    T& operator[](std::string_view name)
    {
        const auto before = m_data; // `name` may be of it
        auto& data = own();
        const auto [at, isNew] = data.places.try_emplace(std::string{name}, data.records.size());
        if (isNew)
            data.records.push_back(Record{at->first, T{}});
        return data.records[at->second].settings;
    }

    bool remove(std::string_view name)
    {
        const auto place = placeOf(name);
        if (place == none)
            return false;
        const auto before = m_data;
        auto& data = own();
        data.places.erase(data.places.find(name));
        data.records.erase(data.records.begin() + static_cast<std::ptrdiff_t>(place));
        for (auto& [other, otherPlace] : data.places)
            otherPlace -= otherPlace > place ? 1 : 0;
        return true;
    }

    // False when `to` is taken or `from` is not there.
    bool rename(std::string_view from, std::string_view to)
    {
        const auto place = placeOf(from);
        if (place == none || placeOf(to) != none)
            return false;
        const auto before = m_data;
        auto& data = own();
        data.places.erase(data.places.find(from));
        data.places.emplace(to, place);
        data.records[place].name = std::string{to};
        return true;
    }

    void clear() { *this = Records{}; }
    std::size_t size() const { return all().size(); }
    bool empty() const { return all().empty(); }
    const Record& at(std::size_t index) const { return all()[index]; }
    auto begin() const { return all().begin(); }
    auto end() const { return all().end(); }

    bool operator==(const Records& other) const { return m_data == other.m_data || all() == other.all(); }

private:
    struct Data {
        std::vector<Record> records;
        std::map<std::string, std::size_t, std::less<>> places; // not hashed: names come from outside
    };
    static constexpr auto none = static_cast<std::size_t>(-1);

    std::size_t placeOf(std::string_view name) const
    {
        if (!m_data)
            return none;
        const auto at = m_data->places.find(name);
        return at == m_data->places.end() ? none : at->second;
    }
    const std::vector<Record>& all() const
    {
        static const std::vector<Record> nothing;
        return m_data ? m_data->records : nothing;
    }
    bool share() const
    {
        m_isShared = m_data != nullptr;
        return m_isShared;
    }
    // Told by a flag, since a count that others lower says nothing about whether they have read all.
    Data& own()
    {
        if (!m_data)
            m_data = std::make_shared<Data>();
        else if (m_isShared)
            m_data = std::make_shared<Data>(*m_data);
        m_isShared = false;
        return *m_data;
    }

    std::shared_ptr<Data> m_data;
    mutable std::atomic<bool> m_isShared{false}; // by a copy, at some time; copies may be made on several threads
};

// A name may stand in a key, a CSV cell and on a command line: not empty, at most 64 printable characters, none of
// . = " and no blank at either end, and not "*", which stands for the total in reports.
bool isRecordName(std::string_view name);

// The nearest name to `text` that is one: "GET /v1.2" -> "GET /v1_2".
std::string toRecordName(std::string_view text);

} // namespace weir::settings
