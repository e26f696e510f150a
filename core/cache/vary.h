// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/header_map.h"

#include <optional>
#include <string>
#include <vector>

namespace weir::cache {

// A request field that a reply was chosen by, and what it held.
struct VaryField {
    std::string name;                 // lower case
    std::optional<std::string> value; // field lines joined by ", "; nothing when the request had no such field

    bool operator==(const VaryField&) const = default;
};

// The secondary cache key of a stored reply (RFC 9111, section 4.1), ordered by name. A plain value.
struct VaryKey {
    bool matchesNothing = false; // "Vary: *"
    std::vector<VaryField> fields;

    bool operator==(const VaryKey&) const = default;
};

// Whether "*" stands anywhere in the reply's Vary fields, inside a list or on a second line.
bool variesOnEverything(const http::HeaderMap& response);

// With `ignoreCoding` Accept-Encoding is no part of the key: right where the cache holds the identity form and coding
// happens between it and the client.
VaryKey makeVaryKey(const http::HeaderMap& response, const http::HeaderMap& request, bool ignoreCoding = false);

// Whether `request` asks for the variant. Allocates only for fields that come on several lines.
bool matches(const VaryKey& key, const http::HeaderMap& request);

} // namespace weir::cache
