// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/uri/url.h"

#include <string>
#include <string_view>

namespace weir::cache {

// The primary key of a GET: its effective URI. Appended to a string that the caller reuses: no allocation per request.
inline void appendKey(std::string& key, std::string_view scheme, std::string_view authority, std::string_view target)
{
    key.append(scheme).append("://").append(authority).append(target);
}

inline std::string keyOf(const uri::Url& url)
{
    return url.text();
}

} // namespace weir::cache
