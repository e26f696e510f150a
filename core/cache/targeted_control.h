// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/cache_control.h"

#include <optional>
#include <string_view>

namespace weir::cache {

// A targeted field such as CDN-Cache-Control (RFC 9213): a dictionary of structured fields (RFC 8941), whose parsing,
// unlike that of Cache-Control, is all or nothing. Nothing when the field is empty or malformed: then it does not
// count.
std::optional<http::CacheControl> parseTargetedControl(std::string_view dictionary);

} // namespace weir::cache
