// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/url.h"

#include <optional>
#include <string>
#include <string_view>

// The grammar behind url.h, for url.cpp alone.
namespace weir::http {

// The parts of an address as RFC 3986, appendix B, splits them; views into the text.
struct UrlParts {
    std::optional<std::string_view> scheme;
    std::optional<std::string_view> authority;
    std::string_view path;
    std::optional<std::string_view> query;
};

UrlParts splitUrl(std::string_view text); // a fragment is left out
// Control characters could split a request line and have no place in any address.
base::Status checkCharacters(std::string_view text, bool allowsBlanks);
base::Status setScheme(Url& url, std::string_view scheme); // and the port that goes with it
base::Status setAuthority(Url& url, std::string_view authority);

} // namespace weir::http
