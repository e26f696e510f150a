// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::settings {

// What a feeder's file holds: named columns and rows of texts, which lie one after another in one text. Immutable once
// read; any thread.
class DataTable {
public:
    static constexpr std::size_t largestFile = 64 * 1024 * 1024;
    static constexpr std::size_t mostRows = 1'000'000;

    explicit DataTable(std::vector<std::string> columns) : m_columns(std::move(columns)) {}

    const std::vector<std::string>& columns() const { return m_columns; }
    std::optional<std::size_t> column(std::string_view name) const;
    std::size_t rows() const { return m_ends.size() / m_columns.size(); }
    std::string_view cell(std::size_t row, std::size_t column) const
    {
        const auto index = row * m_columns.size() + column;
        const std::size_t begin = index == 0 ? 0 : m_ends[index - 1];
        return std::string_view{m_text}.substr(begin, m_ends[index] - begin);
    }

    // The next cell, row by row.
    void add(std::string_view cell)
    {
        m_text += cell;
        m_ends.push_back(static_cast<std::uint32_t>(m_text.size()));
    }

private:
    std::vector<std::string> m_columns;
    std::string m_text;
    std::vector<std::uint32_t> m_ends; // of each cell in the text
};

// RFC 4180 with a header row; lines may also end with LF alone, and a line with nothing on it is no row. An error's
// context is a phrase that begins with its place: "line 3, column 7: ...".
base::Result<DataTable> parseCsvTable(std::string_view text);

// A list of objects. The first one's members are the columns, which all others must have too; numbers, truth values
// and nested values become their JSON text, null becomes an empty one.
base::Result<DataTable> parseJsonTable(std::string_view text);

// By the file's name: JSON where it ends with .json, else CSV. Blocks; read it before a run.
base::Result<DataTable> readTable(const std::string& path);

// A whole file of at most `most` bytes.
base::Result<std::string> readWhole(const std::string& path, std::size_t most);

} // namespace weir::settings
