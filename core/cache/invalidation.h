// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/header_map.h"
#include "core/uri/url.h"

#include <string>
#include <string_view>
#include <vector>

namespace weir::cache {

// RFC 9111, section 4.4: the keys whose replies an unsafe request has outdated, once it got a non-error answer: its
// target, and the same-origin Location and Content-Location. Empty for safe methods and for errors.
std::vector<std::string> invalidatedKeys(std::string_view method, const uri::Url& target, int status,
                                         const http::HeaderMap& response);

} // namespace weir::cache
