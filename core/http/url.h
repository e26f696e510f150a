// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace weir::http {

// An absolute http or https address in the parts that a client needs. A plain value; parsing is strict, because what
// passes here is written into request lines.
struct Url {
    std::string scheme = "http"; // lower case, "http" or "https"
    std::string host;            // lower case; an IPv6 address without its brackets
    std::uint16_t port = 80;
    std::string target = "/"; // path and query as they go into a request line; a fragment never gets here

    bool operator==(const Url&) const = default;

    bool isSecure() const { return scheme == "https"; }
    bool hasDefaultPort() const { return port == (isSecure() ? 443 : 80); }
    std::string authority() const; // what a Host field says: brackets back on, a default port left out
    std::string text() const;
};

// The error's context is a sentence that names the address and what is wrong with it.
base::Result<Url> parseUrl(std::string_view text);

// RFC 3986, section 5.2, for Location and Content-Location: `reference` may be relative. Blanks and bytes outside
// ASCII are percent-encoded, as browsers do, since servers send them.
base::Result<Url> resolve(const Url& base, std::string_view reference);

// Scheme, host and port alike (RFC 9110, section 4.3.1).
bool sameOrigin(const Url& a, const Url& b);

} // namespace weir::http
