// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir::settings {

// A list of settings of one kind, each under a name that is unique in it. Keeps the order in which the names came,
// since that is the order people see; lists are short, so look-up is linear.
template <typename T>
class Records {
public:
    struct Record {
        std::string name;
        T settings;

        bool operator==(const Record&) const = default;
    };

    T* find(std::string_view name)
    {
        const auto at = std::ranges::find(m_records, name, &Record::name);
        return at == m_records.end() ? nullptr : &at->settings;
    }
    const T* find(std::string_view name) const { return const_cast<Records*>(this)->find(name); }

    // The record of that name, made with default settings when there was none.
    T& operator[](std::string_view name)
    {
        if (auto* found = find(name))
            return *found;
        m_records.push_back(Record{std::string{name}, T{}});
        return m_records.back().settings;
    }

    bool remove(std::string_view name)
    {
        return std::erase_if(m_records, [&](auto& r) { return r.name == name; }) > 0;
    }

    // False when `to` is taken or `from` is not there.
    bool rename(std::string_view from, std::string_view to)
    {
        const auto at = std::ranges::find(m_records, from, &Record::name);
        if (at == m_records.end() || find(to) != nullptr)
            return false;
        at->name = std::string{to};
        return true;
    }

    void clear() { m_records.clear(); }
    std::size_t size() const { return m_records.size(); }
    bool empty() const { return m_records.empty(); }
    const Record& at(std::size_t index) const { return m_records[index]; }
    auto begin() const { return m_records.begin(); }
    auto end() const { return m_records.end(); }

    bool operator==(const Records&) const = default;

private:
    std::vector<Record> m_records;
};

// A name may stand in a key, a CSV cell and on a command line: not empty, at most 64 printable characters, none of
// . = " and no blank at either end, and not "*", which stands for the total in reports.
bool isRecordName(std::string_view name);

// The nearest name to `text` that is one: "GET /v1.2" -> "GET /v1_2".
std::string toRecordName(std::string_view text);

} // namespace weir::settings
