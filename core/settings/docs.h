// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

// The catalogue of knobs for people and programs: `weir-cli knobs`, the help page, the reference in the documentation.
// Always current, since it is read off the schema. Any thread.
namespace weir::settings {

enum class CatalogFormat { Table, Json, Markdown };
template <>
struct Choices<CatalogFormat> {
    static constexpr std::array<std::string_view, 3> names{"table", "json", "markdown"};
};

std::string knobCatalog(CatalogFormat format);

// "live" or "next run".
std::string_view appliesText(Applies applies);

} // namespace weir::settings
