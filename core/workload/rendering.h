// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

// How a value that comes from a file or a reply goes into a request, so that it can break out of nothing.
namespace weir::workload {

// Percent-encoded, but for letters, digits, -._~ and those of /:@,;=!$'()* that mean nothing more in a query's value.
void appendToUrl(std::string& url, std::string_view value);

// Control characters become blanks.
void appendToHeader(std::string& header, std::string_view value);

} // namespace weir::workload
