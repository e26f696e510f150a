// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/data_table.h"

#include "core/base/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace weir::settings {

using base::Errc;
using base::fail;

std::optional<std::size_t> DataTable::column(std::string_view name) const
{
    const auto at = std::ranges::find(m_columns, name);
    return at == m_columns.end() ? std::nullopt : std::optional{static_cast<std::size_t>(at - m_columns.begin())};
}

base::Result<std::string> readWhole(const std::string& path, std::size_t most)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error))
        return fail(Errc::NotFound, "is not a file");
    const auto size = std::filesystem::file_size(path, error);
    if (error || size > most)
        return fail(Errc::TooLarge, fmt::format("is larger than {} MiB", most / (1024 * 1024)));
    std::ifstream file{path, std::ios::binary};
    std::string text(static_cast<std::size_t>(size), '\0');
    if (!file || !file.read(text.data(), static_cast<std::streamsize>(text.size())))
        return fail(Errc::Io, "cannot be read");
    return text;
}

base::Result<DataTable> readTable(const std::string& path)
{
    const auto text = readWhole(path, DataTable::largestFile);
    if (!text)
        return std::unexpected{text.error()};
    if (!base::isUtf8(*text))
        return fail(Errc::InvalidSyntax, "is not text in UTF-8");
    constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";
    std::string_view view{*text};
    if (view.starts_with(byteOrderMark))
        view.remove_prefix(byteOrderMark.size());
    return path.ends_with(".json") ? parseJsonTable(view) : parseCsvTable(view);
}

} // namespace weir::settings
