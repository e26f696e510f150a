// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace weir::http {

// "application/json" of "application/json; charset=utf-8".
std::string_view mediaType(std::string_view contentType);

// Whether the media type of a Content-Type value fits `pattern`, in which * stands for any run of characters. Case and
// parameters do not matter. Allocates nothing.
bool mediaTypeMatches(std::string_view contentType, std::string_view pattern);
bool mediaTypeMatches(std::string_view contentType, std::span<const std::string> patterns); // any of them

} // namespace weir::http
