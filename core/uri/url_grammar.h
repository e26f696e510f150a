// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/uri/url.h"

#include <optional>
#include <string>
#include <string_view>

// The grammar behind url.h, for url.cpp alone.
namespace weir::uri {

// The parts of an address as RFC 3986, appendix B, splits them; views into the text.
struct UrlParts {
    std::optional<std::string_view> scheme;
    std::optional<std::string_view> authority;
    std::string_view path;
    std::optional<std::string_view> query;
};

UrlParts splitUrl(std::string_view text); // a fragment is left out

// Both set a part of `url` or say why not; a scheme the port that goes with it, too. `whole` is the address that the
// part is a view into.
std::optional<Fault> setScheme(Url& url, std::string_view scheme);
std::optional<Fault> setAuthority(Url& url, std::string_view authority, std::string_view whole);

} // namespace weir::uri
