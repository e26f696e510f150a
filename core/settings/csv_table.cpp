// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/data_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::settings {

using base::Errc;
using base::fail;

namespace {

// Field by field. Counts lines and columns from 1, a column being a character.
class CsvReader {
public:
    explicit CsvReader(std::string_view text) : m_rest(text) {}

    bool atEnd() const { return m_rest.empty(); }
    void skipBlankLines()
    {
        while (!m_rest.empty() && isAtLineEnd())
            takeLineEnd();
    }

    // One record's fields into `fields`, whose memory is reused.
    base::Result<std::size_t> readRecord(std::vector<std::string>& fields)
    {
        for (std::size_t count = 0;; ++count) {
            if (count == fields.size())
                fields.emplace_back();
            fields[count].clear();
            m_fieldLine = m_line;
            m_fieldColumn = m_column;
            const auto read = startsWith('"') ? readQuoted(fields[count]) : readPlain(fields[count]);
            if (!read)
                return std::unexpected{read.error()};
            if (!startsWith(',')) {
                takeLineEnd();
                return count + 1;
            }
            take();
        }
    }
    base::Error errorAtField(std::string_view what) const { return error(m_fieldLine, m_fieldColumn, what); }

private:
    static base::Error error(std::size_t line, std::size_t column, std::string_view what)
    {
        return {Errc::InvalidSyntax, fmt::format("line {}, column {}: {}", line, column, what)};
    }
    bool startsWith(char c) const { return !m_rest.empty() && m_rest.front() == c; }
    bool isAtLineEnd() const { return m_rest.empty() || m_rest.front() == '\n' || m_rest.starts_with("\r\n"); }

    char take()
    {
        const char c = m_rest.front();
        m_rest.remove_prefix(1);
        if (c == '\n') {
            ++m_line;
            m_column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) {
            ++m_column;
        }
        return c;
    }
    void takeLineEnd()
    {
        if (startsWith('\r'))
            take();
        if (!m_rest.empty())
            take();
    }

    base::Status readPlain(std::string& field)
    {
        while (!isAtLineEnd() && m_rest.front() != ',') {
            if (m_rest.front() == '"')
                return std::unexpected{error(m_line, m_column, "a quote inside a field that does not begin with one")};
            field += take();
        }
        return {};
    }
    base::Status readQuoted(std::string& field)
    {
        take();
        while (!m_rest.empty()) {
            const char c = take();
            if (c != '"')
                field += c;
            else if (startsWith('"'))
                field += take();
            else if (!isAtLineEnd() && m_rest.front() != ',')
                return std::unexpected{error(m_line, m_column, "text behind a closing quote")};
            else
                return {};
        }
        return std::unexpected{errorAtField("a quote that is never closed")};
    }

    std::string_view m_rest;
    std::size_t m_line = 1;
    std::size_t m_column = 1;
    std::size_t m_fieldLine = 1;
    std::size_t m_fieldColumn = 1;
};

} // namespace

static base::Result<DataTable> readHeader(CsvReader& reader, std::vector<std::string>& fields)
{
    if (reader.atEnd())
        return fail(Errc::InvalidSyntax, "line 1, column 1: no header row");
    const auto count = reader.readRecord(fields);
    if (!count)
        return std::unexpected{count.error()};
    std::vector<std::string> columns{fields.begin(), fields.begin() + static_cast<std::ptrdiff_t>(*count)};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].empty())
            return fail(Errc::InvalidSyntax, fmt::format("line 1: column {} has no name", i + 1));
        if (std::ranges::count(columns, columns[i]) > 1)
            return fail(Errc::InvalidSyntax, fmt::format("line 1: two columns are named \"{}\"", columns[i]));
    }
    return DataTable{std::move(columns)};
}

// A line with nothing on it is no row, wherever it stands; an empty value alone on its line is written as two quotes.
base::Result<DataTable> parseCsvTable(std::string_view text)
{
    CsvReader reader{text};
    std::vector<std::string> fields;
    reader.skipBlankLines();
    auto table = readHeader(reader, fields);
    for (reader.skipBlankLines(); table && !reader.atEnd(); reader.skipBlankLines()) {
        const auto count = reader.readRecord(fields);
        if (!count)
            return std::unexpected{count.error()};
        if (*count != table->columns().size())
            return std::unexpected{reader.errorAtField(
                fmt::format("the row has {} fields where the header has {}", *count, table->columns().size()))};
        if (table->rows() == DataTable::mostRows)
            return std::unexpected{reader.errorAtField("more than a million rows")};
        for (std::size_t i = 0; i < *count; ++i)
            table->add(fields[i]);
    }
    if (table && table->rows() == 0)
        return fail(Errc::InvalidSyntax, "line 2, column 1: no row behind the header");
    return table;
}

} // namespace weir::settings
