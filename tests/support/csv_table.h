// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

// A CSV file as any reader of RFC 4180 sees it. Shares nothing with the writer under test.
namespace weir::support {

class CsvTable {
public:
    using Record = std::vector<std::string>;

    static CsvTable parse(std::string_view text)
    {
        CsvTable table;
        while (!text.empty())
            table.m_records.push_back(takeRecord(text));
        if (table.m_records.empty())
            return table;
        table.m_columns = std::move(table.m_records.front());
        table.m_records.erase(table.m_records.begin());
        return table;
    }

    std::size_t size() const { return m_records.size(); }
    const Record& columns() const { return m_columns; }
    bool isRectangular() const
    {
        return std::ranges::all_of(m_records, [&](const auto& record) { return record.size() == m_columns.size(); });
    }
    bool has(std::string_view column) const { return std::ranges::find(m_columns, column) != m_columns.end(); }

    // Empty where there is no such row or column.
    std::string text(std::size_t row, std::string_view column) const
    {
        const auto at = static_cast<std::size_t>(std::ranges::find(m_columns, column) - m_columns.begin());
        return row < m_records.size() && at < m_records[row].size() ? m_records[row][at] : std::string{};
    }
    // NaN for an empty cell.
    double number(std::size_t row, std::string_view column) const
    {
        const auto cell = text(row, column);
        return cell.empty() ? std::numeric_limits<double>::quiet_NaN() : std::stod(cell);
    }
    std::uint64_t count(std::size_t row, std::string_view column) const
    {
        const auto cell = text(row, column);
        return cell.empty() ? 0 : std::stoull(cell);
    }

    // The rows of that endpoint ("*": the totals), of every phase and epoch.
    std::vector<std::size_t> rowsOf(std::string_view endpoint) const
    {
        std::vector<std::size_t> rows;
        for (std::size_t row = 0; row < size(); ++row)
            if (text(row, "endpoint") == endpoint)
                rows.push_back(row);
        return rows;
    }
    // size() when there is none.
    std::size_t find(std::string_view phase, std::string_view epoch, std::string_view endpoint) const
    {
        for (const auto row : rowsOf(endpoint))
            if (text(row, "phase") == phase && text(row, "epoch") == epoch)
                return row;
        return size();
    }
    std::uint64_t sum(std::string_view endpoint, std::string_view column) const
    {
        std::uint64_t total = 0;
        for (const auto row : rowsOf(endpoint))
            total += count(row, column);
        return total;
    }

private:
    static std::string takeQuoted(std::string_view& text)
    {
        std::string cell;
        text.remove_prefix(1);
        while (!text.empty()) {
            const bool isQuote = text.front() == '"';
            if (isQuote && !text.starts_with("\"\""))
                break;
            cell += text.front();
            text.remove_prefix(isQuote ? 2 : 1);
        }
        text.remove_prefix(std::min<std::size_t>(1, text.size()));
        return cell;
    }
    static std::string takeCell(std::string_view& text)
    {
        if (text.starts_with('"'))
            return takeQuoted(text);
        const std::string cell{text.substr(0, text.find_first_of(",\r"))};
        text.remove_prefix(cell.size());
        return cell;
    }
    static Record takeRecord(std::string_view& text)
    {
        Record record{takeCell(text)};
        while (text.starts_with(',')) {
            text.remove_prefix(1);
            record.push_back(takeCell(text));
        }
        text.remove_prefix(text.starts_with("\r\n") ? 2 : text.size()); // anything else ends the table
        return record;
    }

    Record m_columns;
    std::vector<Record> m_records;
};

} // namespace weir::support
