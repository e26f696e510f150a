// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/uri/fault.h"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace weir::uri {

// An absolute http or https address in the parts that a client needs. A plain value; whatever has become one may be
// written into a request line.
struct Url {
    std::string scheme = "http"; // lower case, "http" or "https"
    std::string host;            // lower case, ASCII; an IPv6 address without its brackets
    std::uint16_t port = 80;
    std::string target = "/"; // path and query as they go into a request line; a fragment never gets here

    bool operator==(const Url&) const = default;

    bool isSecure() const { return scheme == "https"; }
    bool hasDefaultPort() const { return port == (isSecure() ? 443 : 80); }
    std::string authority() const; // what a Host field says: brackets back on, a default port left out
    std::string text() const;
};

// An address as people have it, read as a browser does (url.spec.whatwg.org): what may not stand in a path or query is
// percent-encoded (percent.h), the host gets its ASCII form (host_name.h), backslashes are slashes, blanks at the ends
// are dropped, as are tabs and line breaks, and the fragment. Unlike there, the scheme has its slashes, "." and ".." in
// the path stay, since some servers tell them apart, and a user name or password is refused: what is an address goes
// into files and reports.
std::expected<Url, Fault> readUrl(std::string_view text);

// The same. The error's context is a sentence that names the address, what is wrong with it and what to do.
base::Result<Url> parseUrl(std::string_view text);

// The absolute form of a request's target (RFC 9112 3.2.2), by the grammar of RFC 3986 alone: what peers might read in
// different ways is refused, and nothing is changed on the way.
base::Result<Url> parseAbsoluteForm(std::string_view text);

// RFC 3986, section 5.2, for Location and Content-Location: `reference` may be relative, and is read as above.
base::Result<Url> resolve(const Url& base, std::string_view reference);

// Scheme, host and port alike (RFC 9110, section 4.3.1).
bool sameOrigin(const Url& a, const Url& b);

} // namespace weir::uri
