// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/data_table.h"
#include "core/settings/json_document.h"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace weir::settings {

namespace json = boost::json;
using base::Errc;
using base::fail;

static std::string textOf(const json::value& value)
{
    if (value.is_string())
        return std::string{value.get_string()};
    if (value.is_double())
        return fmt::format("{}", value.get_double()); // Boost writes 1.5E0
    return value.is_null() ? std::string{} : json::serialize(value);
}

static base::Result<DataTable> columnsOf(const json::array& entries)
{
    if (entries.empty())
        return fail(Errc::InvalidSyntax, "the list has no entry");
    if (entries.size() > DataTable::mostRows)
        return fail(Errc::TooLarge, "more than a million rows");
    const auto* first = entries.front().if_object();
    if (first == nullptr || first->empty())
        return fail(Errc::InvalidSyntax, "entry 1 is not an object with members");
    std::vector<std::string> columns;
    for (const auto& member : *first)
        columns.emplace_back(member.key().data(), member.key().size());
    return DataTable{std::move(columns)};
}

static base::Status addRow(DataTable& table, const json::value& entry, std::size_t number)
{
    const auto* object = entry.if_object();
    if (object == nullptr)
        return fail(Errc::InvalidSyntax, fmt::format("entry {} is not an object", number));
    for (const auto& column : table.columns()) {
        const auto* member = object->if_contains(json::string_view{column.data(), column.size()});
        if (member == nullptr)
            return fail(Errc::InvalidSyntax, fmt::format("entry {} has no \"{}\"", number, column));
        table.add(textOf(*member));
    }
    return {};
}

base::Result<DataTable> parseJsonTable(std::string_view text)
{
    const auto document = parseJson(text);
    if (!document)
        return fail(Errc::InvalidSyntax, fmt::format("{}: {}", document.error().key, document.error().reason));
    const auto* entries = document->root.if_array();
    if (entries == nullptr)
        return fail(Errc::InvalidSyntax, "line 1, column 1: the file is not a list of objects");
    auto table = columnsOf(*entries);
    for (std::size_t i = 0; table && i < entries->size(); ++i)
        if (auto added = addRow(*table, (*entries)[i], i + 1); !added)
            return std::unexpected{added.error()};
    return table;
}

} // namespace weir::settings
