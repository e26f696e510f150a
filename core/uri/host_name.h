// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/uri/fault.h"

#include <expected>
#include <string>
#include <string_view>

namespace weir::uri {

// A host name as name services know it: lower case, percent-encoding read, letters beyond ASCII in their "xn--" form
// (UTS 46 without its transitional mappings, as browsers have it, by libidn2, which takes the letters of IDNA 2008; a
// name in ASCII is not looked into). The fault names the character, and its place in `whole`, of which `host` is a
// part.
std::expected<std::string, Fault> toAsciiHost(std::string_view host, std::string_view whole);

// RFC 3986 3.2.2, less what no name service knows: letters, digits and -._~
bool isHostText(std::string_view host);

// What a Host field may say (RFC 9110 7.2): a name, or an address in brackets, and a port.
bool isAuthority(std::string_view text);

// RFC 6265 5.1.3: whether a cookie of `domain`, without a dot in front, goes to `host`. Both in lower case.
bool isWithinDomain(std::string_view host, std::string_view domain);

} // namespace weir::uri
